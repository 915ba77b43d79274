"""Define the codelists of the fields of facts."""

from itertools import combinations

from factpack.models import quantity
from factpack.models.codelists.codelist import Codelist


def _apart(*groups: tuple[str, ...]) -> tuple[tuple[frozenset[str], frozenset[str]], ...]:
    """Return groups of codes as pairs of opposites."""
    return tuple((frozenset(group), frozenset(opposite)) for group, opposite in combinations(groups, 2))


FREEING = (
    "free, frees, freed, freeing, set … free, walk* free, go free, goes free, went free, walk out, releas*, pardon*, amnest*, clemency, hand* over, hand* … over, handing … over"
    ", transferred, swapped, exchanged, let … go, lets … go, letting … go, let … out of prison, let … out of jail, let out, turned over … prisoner*, turned over … people, turned over … detainee*, turned over to, set at liberty, sent home, send home, sends home, granted freedom, granted their freedom, granted his freedom, granted her freedom, allowed to leave, allowed to go, walk* out of … prison*, walk* out of … jail*"
    ", left prison, left jail, leav* prison, leav* jail, came out of … prison*, came out of … jail*, came out of … penal colony, got out of … prison, got out of … jail, emerg* from … prison, emerg* from … jail, returned to their families, returned to his family, returned to her family, reunited with … families, reunited with … family, regain* … freedom, regain* … liberty, gain* his freedom, gain* her freedom, gain* their freedom, win his freedom, win her freedom, win their freedom, won his freedom, won her freedom, won their freedom"
)

_CONSIDERED = (
    "consider, considers, considered, considering, weigh*, mull*, contemplat*, thinking of, thinking about, thinks of, thinks about, toy* with, proposal to"
    ", looking into, looking at, examin*, studying, explor*, rais* the possibility, under consideration, under review, debat*"
    ", deliberat*, float*"
)

_DEMANDED = (
    "demand*, should, must, urg*, call* for, call* on, insist* on, insist* … be, advocat*, request*, ask* … for, ask* … to"
    ", appeal* … to, appeal* for, petition*, press* for, pressing for, push* for, press* … to, push* … to, plead* for, beg* for, lobb* for, campaign* for, argu* for, ask* that, asking that, calls to, call to"
    ", sought, seek, seeks, seeking"
)

_EVENT_STAGES = {
    "carried_out": "An article reports it in its own voice, or several parties report it.",
    "claimed": "One party alone says so; no article reports it in its own voice.",
    "planned": "A party said that it would happen; no article reports that it did.",
    "considered": "A party considers it, as part of a deal that is not agreed.",
    "demanded": "Somebody asks for it; no article says that it was granted.",
}

# The words of freeing also state that a release was carried out, and those of its kind that a meeting was.
_EVENT_CUES = {
    "carried_out": "said, says, told, tells, comment*, shared, added, adds, thank*, confirm*, wrote, writes, declar*, spoke"
    ", spoken, discussed, quoted, answer*, repl*, noted, stress*, explain*, reveal*, hosted, attended",
    "claimed": "claim*, said, says, told, alleg*, assert*, insist* that, maintains that, maintained that, according to"
    ", reportedly",
    "planned": "will, would be, would walk, would go free, said … would, says … will, said … will, told … would, announced … would, confirmed … would, is to, are to, plan*, scheduled to, scheduled for"
    ", slated to, slated for, set to, set for, due to, due on, due in, pencil* in, about to, agreed to, agreement to, have arranged to, has arranged to, had arranged to, held out the prospect, undertook to, undertakes to, undertaken to, undertaking to"
    ", promis*, pledg*, vow*, guarante*, assur*, committed to, commitment to, gave … word, given … word, gives … word, intend* to, expect* to, preparing to, preparing a, prepares to"
    ", upcoming, forthcoming, coming, to come, to follow, is expected, are expected, was expected, were expected, been agreed, was agreed, were agreed, flies out, due back",
    "considered": f"{_CONSIDERED}, willing to, ready to, prepared to, open to, offer* to, a possible, might, could, may",
    "demanded": _DEMANDED,
}

# Words for acts other than a release.
_JAILING = "arrest*, sentenced, died, killed, shot, moved, on trial"

FACT_TYPE = Codelist(
    "fact_type",
    "Type of fact",
    {
        "release": "One act of release of prisoners.",
        "meeting": "One meeting, call, briefing or statement to the press.",
        "sanctions": "One step of one actor on sanctions.",
        "count": "One published figure.",
    },
)

RELEASE_STAGE = Codelist(
    "release_stage",
    "Stage of a release",
    {**_EVENT_STAGES, "implied": "An article implies that they were freed and does not report it."},
    cues=_EVENT_CUES,
    against=_JAILING,
)

MEETING_STAGE = Codelist("meeting_stage", "Stage of a meeting", _EVENT_STAGES, cues=_EVENT_CUES)

SANCTIONS_STAGE = Codelist(
    "sanctions_stage",
    "Stage of a sanctions action",
    {
        "discussed": "Talked about with others, with no decision reported.",
        "considered": "Weighed by the one who could do it.",
        "offered": "The one who could do it is ready to, in return for something.",
        "demanded": "Asked for by somebody who cannot do it himself.",
        "promised": "Pledged to be done later.",
        "announced": "Declared publicly by the one who does it; not reported as in force.",
        "in_force": "Reported as taken or standing: a measure that has effect.",
        "possible": "Said by an article to be something that may come; no decision and no promise.",
    },
    # The words of a measure in the past tense also state that it is in force.
    cues={
        "discussed": "discuss*, debat*, talks with, talk* about, talk* on, talk* with … about, consult*, on the table, on the agenda, spoke about, came up, brought up, negotiat* over"
        ", negotiat* about, negotiat* on, exchang* views on, broach*, touch* on, conferred on, turned to, topic of, raised the question"
        ", raised the issue",
        "considered": f"{_CONSIDERED}, intend* to, preparing to, prepares to, drafted, drafting",
        "offered": "proposed a, proposes a, proposing a, offer, offers, offered, offering, intend* to, willing to, ready to, prepared to, open to, proposes to, proposed to, proposing to, readiness to, dangl*, held out, on offer, willingness to, in return for"
        ", in exchange for",
        "demanded": _DEMANDED,
        "promised": "promis*, pledg*, vow*, guarante*, assur*, agreed to, undertook to, undertakes to, undertaken to, gave … word, given … word, committed to, committed … to"
        ", commitment to",
        "announced": "will, is to, are to, plan*, intend* to, announc*, declar*, unveil*, made public, decid* to, decision to, said … would, said … will, says … will, says … would, told … would"
        ", told … will, confirmed … would, disclosed … would, stated … would",
        "in_force": "remain*, stay, stays, stayed, stand, stands, stood, in force, into force, in effect, into effect"
        ", took effect, in place, continue* to apply, still apply, signed … order lifting, signed … order easing, signed … order suspending, signed … order imposing, under … sanctions, under … restrictions, led to … sanctions, granted … relief",
        "possible": "may, might, could, possib*, potential*, prospect of, chance of, could lead to, may lead to, opens the way to, opened the way to, pave* the way, opens the door, opened the door",
    },
)

COUNT_STAGE = Codelist(
    "count_stage",
    "Stage of a count",
    {"reported": "A figure that was published; counts have no other stage."},
)

DATE_PRECISION = Codelist(
    "date_precision",
    "Precision of a date",
    {
        "day": "A day.",
        "month": "A month; the day is not known.",
        "year": "A year; the month is not known.",
        "decade": "A decade; the year is not known.",
        "century": "A century; the decade is not known.",
        "interval": "An interval with two dated ends; date_span says how it is meant.",
        "open_interval": "An interval of which one end is open or not known.",
        "not_stated": "No article dates it.",
    },
)

DATE_SPAN = Codelist(
    "date_span",
    "How a date that is longer than a day is meant",
    {
        "within": "At some moment of the interval; which is not known.",
        "throughout": "During the whole interval; for a count: the window in which it was counted.",
        "on_several_days": "On several days of the interval.",
        "repeatedly": "Again and again during the interval.",
    },
)

QUALIFIER = Codelist("qualifier", "How a number is bounded", quantity.QUALIFIERS)

VAGUE_QUANTITY = Codelist("vague_quantity", "Quantities in words that state no number", quantity.VAGUE)

COUNTED_AS = Codelist(
    "counted_as",
    "What a figure counts, by the label that is used for it",
    {
        "prisoners": "Called prisoners, not political prisoners, by the one who reports the figure.",
        "political prisoners": "Called political prisoners by the one who reports the figure.",
        "detainees": "Called detainees.",
        "people": "Called people or persons, or given by a bare number word.",
        "visits": "Visits.",
        "world potash supply": "The potash that the world is supplied with.",
        "Belarusian potash exports": "The potash that Belarus exports.",
        "not_stated": "The article gives the figure without a label.",
    },
    cues={
        "": "prisoner swap*, prisoner exchange*, people's, times as, times the, times more, times a",
        "prisoners": "prisoner, prisoners, inmate, inmates, convict, convicts, captive, captives",
        "political prisoners": "political prisoner, political prisoners, prisoner of conscience, prisoners of conscience, political detainee*, political inmate*"
        ", political captive*, politically motivated prisoner*",
        "detainees": "detainee, detainees, political detainee*",
        "people": "people, person, persons, individual, individuals, foreigner, foreigners, of them, journalist*, activist*, dissident*, citizen*, national, nationals, man, men, woman, women, american, americans, *ians"
        ", a *ian, an *ian, *landers, a *lander, *men, nurses, doctors, teachers, students, lawyers, workers, miners, farmers, writers, poets"
        ", singers, editors, reporters, bloggers, priests, clerics, opponents, critics, protesters, demonstrators, campaigners, politicians",
        "visits": "visit, visits, trip, trips, journeys, times, twice, occasions",
        "world potash supply": "world* … supply, global … supply, world* … supplies, global … supplies, world* potash, global potash"
        ", potash … world market",
        "Belarusian potash exports": "potash … export*, export* … potash, of … exports",
    },
    opposites=_apart(
        ("prisoners", "political prisoners", "detainees", "people"),
        ("visits",),
        ("world potash supply", "Belarusian potash exports"),
    ),
)

LEGAL_FORM = Codelist(
    "legal_form",
    "Legal form of a release",
    {
        "amnesty": "By a law for a class of prisoners.",
        "pardon": "By an act of clemency of the head of state.",
        "not_stated": "No article says under which form they were freed.",
    },
    cues={
        "": "amnesty international, according to amnesty, pardon me, pardon the, beg … pardon",
        "amnesty": "amnest*",
        "pardon": "pardon*, clemency",
    },
    opposites=((frozenset(("amnesty",)), frozenset(("pardon",))),),
)

OUTCOME = Codelist(
    "outcome",
    "What became of a person",
    {
        "freed": "An article says that the person was freed.",
        "implied_free": "An article shows or mentions the person in freedom, or mentions the imprisonment as past, but does not "
        "say that he or she was freed.",
        "not_freed": "An article says that the person was not freed.",
    },
)

MEETING_KIND = Codelist(
    "meeting_kind",
    "Kind of meeting",
    {
        "visit": "A journey of officials to another country.",
        "talks": "Officials of two sides meet to negotiate or confer.",
        "phone_call": "A conversation by telephone.",
        "briefing": "Officials inform others of what was done or is intended.",
        "consultation": "Officials confer with allies or with the other side; how they did is not reported.",
        "press_statement": "Somebody speaks or writes to the press.",
        "reception": "Somebody receives those who were freed.",
    },
    cues={
        "": "stay in prison, stayed in prison, stay in jail, stayed in jail, stay in custody, stayed in custody, stayed in detention, met with resistance, met with criticism, met with protest*, met with silence, meet* … condition*, meet* … criteria"
        ", meet* … demand*, meet* … requirement*, meeting room*, meeting place*, welcom* … news, welcom* … move, welcom* … decision, welcom* … law"
        ", welcom* … release, welcom* … step, welcom* … deal, welcom* … easing, landed in … prison, landed in … jail, met by protest*, met by criticism, met by silence, greet* the news, reception desk*, radio reception, reception area*",
        "visit": "visit, visits, visited, visiting, trip, trips, travel*, arriv*, came to, comes to, come to, drove to, flew to, flew into, fly to, flies to, flying to, journey*, courtesy call, toured, tour of, landed in, headed to, headed for, crossed into, mission to"
        ", went to, returned from, returned to, return to, stayed in, stay in, a stay of, guest of, be the guest, cross to, crosses to, crossed to, crossing to",
        "talks": "talks, talked, came together, come together, conversation*, session with, sessions with, spoke for … hours, spoke for an hour, spoke for … minutes, hour with, hours with, speak with, speak to, spoke with, met, meet, meets, meeting, meetings, negotiat*, conferred, exchang* views, discussions, was received, were received, sat for … with, sit down, sits down, sat down, sitting down, see each other, received … delegation, receive* the … envoy, receive* an envoy, receive* a special envoy, receive* the … ambassador, receive* foreign minister, receive* the foreign minister, summit*, audience with, sat across, face-to-face"
        ", face to face, tete-a-tete, dialogue*, dined with, lunch with, dinner with, working session*, shook hands with, convened",
        "phone_call": "phone call*, phone conversation*, telephone call*, telephone conversation*, by phone, by telephone, on the phone"
        ", on the telephone, over the phone, phoned, telephoned, call with, call between, on a call to",
        "briefing": "heard a report, briefed, to brief, will brief, would brief, brief the, briefs the, briefing, briefings, inform*, told … diplomats, told … ambassadors, updated … diplomats, updated … ambassadors"
        ", debrief*, notif*, filled … in on, shared … with … diplomats, presented … to … diplomats",
        "consultation": "consult* with, consult* … with, consultation*, consult* … allies, consult* … partners, coordinat* … allies"
        ", discuss* with … allies, talks with … allies, told … allies, conferred with … allies, conferred with … partners, discuss* … with … allies, views of … allies",
        "press_statement": "addressed the press, addressed reporters, told … reporters, told … journalists, told … press, told … newspaper*, told … radio station*, told … television, told … broadcaster*, told cnn, told reuters"
        ", told … news conference, talk* to … reporters, talk* to … journalists, speak* to … reporters"
        ", spoke to … reporters, spoke to … journalists, spoke to … press, spoke to the press, addressed … reporters, addressed … journalists, answer* questions, call with … reporters"
        ", call with … journalists, call with reporters, call with journalists, reporters on a call, conference call*, tweet*, video message, by email, in an email, in an e-mail, in remarks"
        ", in … speech, op-ed, podcast, press briefing*, written reply, social media, in a post on, media post, telegram post, on state television, on television, said on … television, spokes* said, condition of anonymity, a … statement, in … statement, statement on, statement by, statement from, joint statement, press statement*, news conference*, press conference*, statements to, interview*, quoted, wrote, posted, text message, announc*, confirm*"
        ", comment*, declar*, press release, televised address",
        "reception": "welcom*, greet*, embrac*, hugg*, was received … airport, received … airport, received … freed, freed … received, prisoners … received, reception, receptions, met at … border"
        ", met at … airport, met them at, met by, cheer*, awaited, waited for … at",
    },
)

# The form follows from the kind, so curators do not write it.
MEETING_FORM = Codelist(
    "meeting_form",
    "Form of a meeting",
    {
        "in_person": "The participants meet.",
        "remote": "The participants speak by telephone.",
        "statement": "Somebody informs others, or speaks or writes to the press.",
    },
)

FORM_OF_KIND = {
    "visit": "in_person",
    "talks": "in_person",
    "reception": "in_person",
    "phone_call": "remote",
    "briefing": "statement",
    "press_statement": "statement",
}

TOPIC = Codelist(
    "topic",
    "What a meeting was about",
    {
        "prisoner_release": "The release of prisoners.",
        "sanctions": "Sanctions and their easing.",
        "deal": "The terms of a deal, as a whole.",
        "repression": "Repression in Belarus and whether it would be eased.",
        "relations": "Relations between the United States and Belarus and their normalization.",
        "russia": "Belarus's dependence on Russia, and Russia's influence.",
        "war_in_ukraine": "Russia's war against Ukraine and its end.",
    },
)

SANCTIONS_MEASURE = Codelist(
    "sanctions_measure",
    "What a sanctions action does, or would do",
    {
        "impose": "Puts sanctions in place.",
        "tighten": "Makes standing sanctions harder.",
        "ease": "Eases sanctions that have effect, to an extent that is not stated, or suspends them.",
        "lift": "Ends sanctions on the targets named.",
        "maintain": "Leaves standing sanctions as they are.",
        "cut_transit": "Closes a transit route.",
    },
    cues={
        "": "with ease, at ease, sigh of relief",
        "impose": "impos*, plac* … sanctions, sanctions placed, put … sanctions, order* … sanctions, introduc*, a ban on, to ban, bans"
        ", banned, blacklist*, freez*, froze, led to … sanctions, sanctions … followed, slap* … sanctions, slap* … embargo, hit … sanctions"
        ", adopt* … sanctions, new sanctions, fresh sanctions, has sanctioned, have sanctioned, had sanctioned, was sanctioned"
        ", were sanctioned, barred, barring, prohibit*, outlaw*, levied … sanctions, enact* … sanctions, target* … with sanctions, penali*, add* … to … sanctions list, sanctioned in, sanctioned by, put … under … sanctions, placed under … sanctions",
        "tighten": "add* … to … sanctions list, additional sanctions, further sanctions, more sanctions on, ratchet* up, ramp* up, intensif*, reinforc*, escalat*, stiffen*, stiffer, tighten*, toughen*, harden*, harsher, tougher, tighter, stricter, heavier, expand*, widen*, broaden*"
        ", strengthen*, stepp* up, step up, extend* to, extend* … sanctions to",
        "ease": "halve, halves, halved, halving, ease, eases, eased, easing, relax*, relief, lighter, milder, loosen*, soften*, suspend*, suspension, partly lift*, partially lift*, partial lift*, put … on hold, on hold, waiver*"
        ", reduc* … sanctions, scal* back, paus* … sanctions, froze … sanctions, freez* … sanctions, frozen sanctions, exempt*, lighten*, water* down, narrow*, reprieve",
        "lift": "lift*, delist*, cancel*, struck … off, strik* … off, from its … list, remov* … from the … list, struck … blacklist, strik* … blacklist, struck … from … list, strik* … from … list, off … blacklist, from … blacklist, end* … embargo, end* … ban, end* … curbs, remov*, drop*, scrap*, waiv*, withdr*, end to, end to … freeze, run out, runs out, running out, end* … sanctions, roll* back, off … sanctions list, rescind*, revok*, abolish*, repeal*, terminat*, do* away with, did away with, unblock*, unfreez*, unfroze, revers*, expire*, laps*, ran out"
        ", took … off, taken off, sanctions … ended, embargo … ended, would end, will end",
        "maintain": "maintain*, extend* … embargo, remain*, keep*, kept, stay*, still in place, still in force, prolong*, renew*, extend* for"
        ", extend* … sanctions, extend* … sanctions … by, upheld, uphold*, unchanged, left … in place, retain*, roll* over, preserv*, persist*, stood by, held on to, extension of, sanctions stand, embargo stands"
        ", ban stands, continue* to apply, sanctions continue*, continu* … sanctions",
        "cut_transit": "cut off, cuts off, cutting off, close … border*, close … crossing*, close … route*, closed, closes, closing, to close, stop* … transit, stop* letting, block*"
        ", halt* … transit, suspend* … transit, transit … suspended, ban* … transit, closure of, shut off, shut, shuts, shutting, seal* … border*, end* … transit, barred … from … ports, an end to … transit",
    },
    opposites=((frozenset(("impose", "tighten")), frozenset(("ease", "lift"))),),
    about="sanction*, penalties, embargo*, restriction*, measures against, measures on, curbs, ban, bans, banned, blacklist*, tighten*, toughen*, transit, route, border*, potash"
    ", export*, import*, trade, assets, timber, river, crossing*, account*, list, freeze, holdings, register, prohibited, rules, duty, duties, tariff*",
    against=FREEING,
)

SECTOR = Codelist(
    "sector",
    "What sanctions are directed at",
    {
        "banks": "Banks.",
        "financial institutions": "Financial institutions other than banks.",
        "finance": "Finance in general: sanctions called financial.",
        "potash": "Potash, a component of fertilizers: its producers, its trade or its transit.",
        "petroleum": "Petroleum exports.",
        "wood": "Wood exports.",
        "gold": "Gold exports.",
        "diamonds": "Diamond exports.",
        "trade": "Trade, with no goods named.",
        "not_stated": "The article names no target but Belarus.",
    },
    cues={
        "banks": "bank*, lender*",
        "financial institutions": "financial institution*, insurer*, insurance",
        "finance": "financ*",
        "potash": "potash, potassium",
        "petroleum": "petroleum, oil, crude, refiner*, fuel*",
        "wood": "wood*, timber, lumber",
        "gold": "gold",
        "diamonds": "diamond*",
        "trade": "trade, goods, export*, import*",
    },
)

# A sector that another contains: a claim on the wider one is coarser.
SECTOR_WITHIN: dict[str, str] = {
    "banks": "finance",
    "financial institutions": "finance",
    "potash": "trade",
    "petroleum": "trade",
    "wood": "trade",
    "gold": "trade",
    "diamonds": "trade",
}

COUNT_MEASURE = Codelist(
    "count_measure",
    "What a count measures",
    {
        "prisoners_held": "Prisoners held in Belarus at a time.",
        "prisoners_released_in_period": "Prisoners whom Belarus released during a period: a running total over several acts.",
        "releases_brokered_in_period": "Prisoners released during a period whose release a third party brokered.",
        "envoy_visits": "Visits of an envoy to Belarus during a period.",
        "share_of_supply": "A producer's share of a supply.",
        "share_of_exports": "The share of a country's exports that takes a route.",
    },
    cues={
        "": "held talks, held … talks, held a, held an, held the, held its, times as, times the, times more, times a",
        "prisoners_held": "held, hold, holds, holding, behind bars, in prison, in prisons, in … prisons, in jail, in detention, in … custody"
        ", imprisoned, jailed, locked up, in … jails, serving … sentence*, there are, prisoners remain*, count* … prisoners, list* … prisoners, prisoners … stand* at, prisoners … stood at, number of … prisoners, political prisoners in, names of … prisoners, knows of … prisoners, keep* … political prisoners"
        ", recogni* … as political prisoners, still detained, remain* inside, still inside, still house*, in … cells, are detained, detains, incarcerated, in penal colonies, languish*",
        "prisoners_released_in_period": FREEING,
        "releases_brokered_in_period": "broker* … release, broker* … freedom, release … broker*, releases … broker*, mediation, secur* … release"
        ", secur* … freedom, won … release, won … freedom, release … negotiat*, negotiat* … release, help* free, helped … free"
        ", help* … release, mediat* … release, releases mediated, freeing … mediat*, freeing … broker*, obtain* … release, negotiat* … freedom, arrang* … release, achiev* … release, facilitat* … release"
        ", freed thanks to",
        "envoy_visits": "visit, visits, trip, trips, journey, journeys, times, twice, occasions",
        "share_of_supply": "supply, supplies, produc*, world's output, global output, of global potash, of the world's potash",
        "share_of_exports": "of … exports, percent of exports, potash exports, exported, goes down, goes through, go through, shipped"
        ", exports … via, exports … through, ships … through, ships … via, sends … through, passes through",
    },
    opposites=(
        (
            frozenset(("prisoners_held",)),
            frozenset(("prisoners_released_in_period", "releases_brokered_in_period")),
        ),
        *_apart(
            ("prisoners_held", "prisoners_released_in_period", "releases_brokered_in_period"),
            ("envoy_visits",),
            ("share_of_supply", "share_of_exports"),
        ),
    ),
    about="prisoner*, detainee*, people, releas*, freed, visit*, times, export*, supply, behind bars",
    against=f"sanction*, embargo*, restriction*, {_JAILING}",
)

# The kind and the unit follow from the measure, so curators do not write them.
STOCK_OR_FLOW = Codelist(
    "stock_or_flow",
    "Stock or flow",
    {
        "stock": "A state at one time. Stocks of two dates are never added up.",
        "flow": "What happened during a period. Flows may be added up only if their periods and their subjects do not overlap.",
        "ratio": "A share. Shares are never added up.",
    },
)

UNIT = Codelist(
    "unit", "Unit", {"persons": "Human beings.", "visits": "Visits.", "percent": "Hundredths of the whole."}
)

MEASURE_KIND: dict[str, tuple[str, str]] = {
    "prisoners_held": ("stock", "persons"),
    "prisoners_released_in_period": ("flow", "persons"),
    "releases_brokered_in_period": ("flow", "persons"),
    "envoy_visits": ("flow", "visits"),
    "share_of_supply": ("ratio", "percent"),
    "share_of_exports": ("ratio", "percent"),
}

PLACE_ROLE = Codelist(
    "place_role",
    "What happened at a place",
    {
        "venue": "It took place there.",
        "destination": "The journey went there.",
        "departure": "The journey, or the way of those who were freed, began there.",
        "handover": "Those who were freed were handed over there.",
        "transit": "The way led through it.",
        "arrival": "Those who were freed arrived there.",
        "onward": "Those who were freed were to be sent on there.",
        "route": "The transit route that the action is about.",
    },
)

DIMENSION = Codelist(
    "dimension",
    "What the parts of a total differ in",
    {
        "arrival": "Where they were received.",
        "citizenship": "Whose citizens they are, or of which country's people an article calls them (Ukrainians, Americans).",
        "charge": "What they were held for.",
        "counted_as": "The label that is used for them.",
    },
)

CREDIT = Codelist(
    "credit",
    "What somebody is credited with in a release",
    {
        "secured": "Achieved the release, as a party to it says.",
        "brokered": "Mediated the release.",
        "talks": "Held the talks after which they were freed.",
        "requested": "Asked for the release, or for how it was done.",
        "thanked": "Is thanked for the release.",
    },
    cues={
        "secured": "secur*, won … release, won … freedom, freedom … won, obtain*, achiev*, clinch*, got us out, got them out, got him out, got her out, owe* … to, put down to, made … possible",
        "brokered": "broker*, mediat*, negotiat*, arrang*, go-between, intermediar*",
        "talks": "talks, met, meeting, negotiat*, discuss*",
        "requested": "request*, urged, urging, asked, asks, ask* for, ask* … to, appeal*, call* for, plea, pleas, plead* for, pleaded … case",
        "thanked": "thank*, grateful, gratitude, prais*",
    },
    against=f"condemn*, critici*, {_JAILING}",
)
