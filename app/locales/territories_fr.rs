//! French words of the pages of territories.

use super::TerritoryTexts;

/// All of them.
pub const TEXTS: TerritoryTexts = TerritoryTexts {
    title: "Territoires",
    lead: "Ce que déclare chaque gouvernement régional, en carte et en tableau. Le chiffre national est calculé à partir de ceux des territoires ; personne ne le saisit.",
    nothing: "Dans ce plan, aucun indicateur n’est déclaré par territoire.",
    not_found: "Ce territoire n’existe pas",
    choose: "Indicateur et année",
    show: "Afficher",
    national: "Chiffre national",
    coverage: "{n} territoires approuvés sur {total}",
    map: "Carte des territoires, une case chacun",
    shades: "Plus la case est foncée, plus le chiffre est élevé.",
    table: "Les mêmes chiffres par territoire",
    remarks: "Remarques",
    reported: "déclaré",
    to_indicator: "Voir l’indicateur dans la matrice",
    reported_by: "Déclaré par : {name}",
    part_of_plan: "Sa part du plan, année par année",
    others: "Tous les territoires",
};
