//! Where each department of Peru has its tile: a grid that keeps neighbours beside each other, north on top. A plan
//! with other territories gets its tiles one after the other.

/// Column and row of each department, from 1.
const PERU: [(&str, usize, usize); 25] = [
    ("PE-TUM", 1, 1),
    ("PE-LOR", 4, 1),
    ("PE-PIU", 1, 2),
    ("PE-AMA", 3, 2),
    ("PE-LAM", 1, 3),
    ("PE-CAJ", 2, 3),
    ("PE-SAM", 3, 3),
    ("PE-LAL", 2, 4),
    ("PE-HUC", 3, 4),
    ("PE-UCA", 4, 4),
    ("PE-ANC", 2, 5),
    ("PE-PAS", 3, 5),
    ("PE-CAL", 1, 6),
    ("PE-LIM", 2, 6),
    ("PE-JUN", 3, 6),
    ("PE-MDD", 5, 6),
    ("PE-HUV", 3, 7),
    ("PE-CUS", 4, 7),
    ("PE-ICA", 2, 8),
    ("PE-AYA", 3, 8),
    ("PE-APU", 4, 8),
    ("PE-PUN", 5, 8),
    ("PE-ARE", 4, 9),
    ("PE-MOQ", 5, 9),
    ("PE-TAC", 5, 10),
];

/// Column and row of a territory, from 1; None for one that has no place.
pub fn place(code: &str) -> Option<(usize, usize)> {
    PERU.iter().find(|(known, ..)| *known == code).map(|(_, column, row)| (*column, *row))
}

/// Short name of a territory: what of its code tells it from its country's.
pub fn short(code: &str) -> &str {
    code.split_once('-').map_or(code, |(_, rest)| rest)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn each_department_has_a_tile_of_its_own() {
        let places: BTreeSet<(usize, usize)> = PERU.iter().map(|(_, column, row)| (*column, *row)).collect();
        assert_eq!(places.len(), 25);
        // For so many there are classes in style/components/territories.css.
        assert!(places.iter().all(|(column, row)| (1..=5).contains(column) && (1..=10).contains(row)));
    }

    #[test]
    fn north_is_on_top_and_the_coast_on_the_left() {
        let at = |code| place(code).unwrap();
        assert!(at("PE-TUM").1 < at("PE-LIM").1 && at("PE-LIM").1 < at("PE-TAC").1);
        assert!(at("PE-CAL").0 < at("PE-LIM").0 && at("PE-LIM").0 < at("PE-MDD").0);
        assert_eq!((place("BR-SP"), short("BR-SP"), short("X")), (None, "SP", "X"));
    }
}
