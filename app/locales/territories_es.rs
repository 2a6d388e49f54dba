//! Spanish words of the pages of territories.

use super::TerritoryTexts;

/// All of them.
pub const TEXTS: TerritoryTexts = TerritoryTexts {
    title: "Territorios",
    lead: "Qué reporta cada gobierno regional, en mapa y en tabla. La cifra nacional se calcula con las de los territorios; nadie la escribe.",
    nothing: "En este plan ningún indicador se reporta por territorio.",
    not_found: "No existe este territorio",
    choose: "Indicador y año",
    show: "Mostrar",
    national: "Cifra nacional",
    coverage: "{n} de {total} territorios aprobados",
    map: "Mapa de territorios, un recuadro cada uno",
    shades: "Cuanto más intenso el recuadro, mayor la cifra.",
    table: "Las mismas cifras por territorio",
    remarks: "Observaciones",
    reported: "reportado",
    to_indicator: "Ver el indicador en la matriz",
    reported_by: "Reporta: {name}",
    part_of_plan: "Su parte del plan, año por año",
    others: "Todos los territorios",
};
