"""Write the explorer: a page that opens from disk.

Tables and descriptor are its only input, and `write` is pure: the same tables give the same bytes. The
modules:

- `content` joins the rows into facts with their values and claims; `comparisons` has the sections that compare them;
- `factpack.wording` puts dates, codes and ids into words;
- `axis` and `glyphs` draw dates and quantities in SVG, no more precisely than they are known;
- `pictures` arranges glyphs and labels, for the files of exports/plots;
- `layout` holds paths, assets and headings;
- `page` fills the templates of assets/ and cuts the page off from the network.
"""

from factpack.exports.explorer.page import write

__all__ = ["write"]
