//! English words of the pages of territories.

use super::TerritoryTexts;

/// All of them.
pub const TEXTS: TerritoryTexts = TerritoryTexts {
    title: "Territories",
    lead: "What each regional government reports, as a map and as a table. The national figure is calculated from those of the territories; nobody types it.",
    nothing: "In this plan no indicator is reported by territory.",
    not_found: "There is no such territory",
    choose: "Indicator and year",
    show: "Show",
    national: "National figure",
    coverage: "{n} of {total} territories approved",
    map: "Map of territories, one tile each",
    shades: "The darker the tile, the higher the figure.",
    table: "The same figures by territory",
    remarks: "Remarks",
    reported: "reported",
    to_indicator: "See the indicator in the matrix",
    reported_by: "Reported by: {name}",
    part_of_plan: "Its part of the plan, year by year",
    others: "All territories",
};
