"""Makes the page's mathematical font: the few signs that equations here need, as WOFF2.

Run by hand when a sign is missing: `python scripts/subset_font.py STIXTwoMath.woff2` with fonttools
and brotli installed. The font is STIX Two Math (npm: @fontsource/stix-two-math), SIL Open Font
License 1.1, whose text stands beside the result.
"""

import sys
from pathlib import Path

from fontTools import subset

OUTPUT = Path(__file__).parent.parent / "src" / "conspect" / "page" / "stix-two-math-subset.woff2"

ASCII = range(0x20, 0x7F)
ITALIC_LATIN = [*range(0x1D434, 0x1D468), 0x210E]
# Browsers set a name of one letter in italics by themselves, so upright Greek is never shown.
ITALIC_GREEK = range(0x1D6E2, 0x1D71C)
SIGNS = [ord(sign) for sign in "−·×÷±=≈≠<>≤≥()[]{}|,.′″∑∏∫√∂∇∞…⋯⋮∈→←⌊⌋½²³\u2061\u2062\u00a0"]


def main(font: str) -> None:
    """Write the subset of the font given."""
    options = subset.Options(
        flavor="woff2", layout_features=["ssty", "kern", "mark"], hinting=False
    )
    options.name_IDs = [0, 1, 2, 4, 5, 6, 13, 14]
    loaded = subset.load_font(font, options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*ASCII, *ITALIC_LATIN, *ITALIC_GREEK, *SIGNS])
    subsetter.subset(loaded)
    subset.save_font(loaded, OUTPUT, options)


if __name__ == "__main__":
    main(sys.argv[1])
