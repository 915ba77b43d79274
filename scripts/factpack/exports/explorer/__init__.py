"""The explorer, one page that opens from disk, and its pictures: made from the tables and the descriptor alone.

`write` is pure, as every writer: the same tables give the same bytes. What goes which way:

- `content` joins the rows into what a reader sees at a time: a fact with its values and claims; `deals`,
  `disagreements` and `figures` do so for the sections that compare facts;
- `factpack.wording` says dates, codes and ids in words;
- `axis` and `marks` turn dates and quantities into SVG that shows no more than is known;
- `pictures` puts marks and labels on sheets (`sheet`), the files of exports/plots;
- `metadata` describes the dataset for search engines;
- `page` fills the templates of assets/, and shuts the page off from the network.
"""

from factpack.exports.explorer.page import write

__all__ = ["write"]
