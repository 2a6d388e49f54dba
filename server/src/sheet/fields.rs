//! Names of the plan's fields in documents: what the history calls `targets.2010` is "target · 2010" for people.

use domain::change::Leaf;
use domain::text::Lang;

use super::typography;

/// Spanish, English, French.
type Names = [&'static str; 3];

const PARTS: [(&str, Names); 39] = [
    ("title", ["título", "title", "intitulé"]),
    ("name", ["nombre", "name", "nom"]),
    ("description", ["descripción", "description", "description"]),
    ("definition", ["definición", "definition", "définition"]),
    ("method", ["método", "method", "méthode"]),
    ("verification", ["medio de verificación", "means of verification", "moyen de vérification"]),
    ("kind", ["tipo", "kind", "type"]),
    ("unit", ["unidad", "unit", "unité"]),
    ("decimals", ["decimales", "decimals", "décimales"]),
    ("direction", ["sentido", "direction", "sens"]),
    ("tolerance", ["tolerancia", "tolerance", "tolérance"]),
    ("stages", ["etapas", "stages", "étapes"]),
    ("also", ["también informa", "also informs", "renseigne aussi"]),
    ("node", ["lugar en el plan", "place in the plan", "place dans le plan"]),
    ("parent", ["depende de", "belongs to", "dépend de"]),
    ("baseline", ["línea de base", "baseline", "valeur de référence"]),
    ("measure", ["valor", "value", "valeur"]),
    ("value", ["valor", "value", "valeur"]),
    ("numerator", ["numerador", "numerator", "numérateur"]),
    ("denominator", ["denominador", "denominator", "dénominateur"]),
    ("year", ["año", "year", "année"]),
    ("targets", ["meta anual", "target", "cible"]),
    ("responsible", ["responsable", "responsible", "responsable"]),
    ("lead", ["institución líder", "lead institution", "institution chef de file"]),
    ("partners", ["instituciones socias", "partner institutions", "institutions partenaires"]),
    ("axis", ["eje", "axis", "axe"]),
    ("start_year", ["año de inicio", "first year", "année de début"]),
    ("end_year", ["año de fin", "last year", "année de fin"]),
    ("budget", ["presupuesto", "budget", "budget"]),
    ("state", ["estado", "state", "état"]),
    ("role", ["función", "role", "rôle"]),
    ("summary", ["resumen", "summary", "résumé"]),
    ("counts_people", ["cuenta personas", "counts people", "compte des personnes"]),
    ("breakdowns", ["desagregaciones", "breakdowns", "ventilations"]),
    ("order", ["orden", "order", "ordre"]),
    ("by_territory", ["territorios que reportan", "territories that report", "territoires qui déclarent"]),
    ("over_territories", ["acumulación de territorios", "accumulation over territories", "cumul des territoires"]),
    ("territory", ["territorio", "territory", "territoire"]),
    ("target_meaning", ["sentido de la meta", "meaning of the target", "sens de la cible"]),
];

fn own(lang: Lang) -> usize {
    match lang {
        Lang::EN => 1,
        Lang::FR => 2,
        _ => 0,
    }
}

/// The name of a field; a path that begins with something unknown stays as it is.
pub fn name(lang: Lang, path: &str) -> String {
    let known = |part: &str| PARTS.iter().find(|(word, _)| *word == part).map(|(_, names)| names[own(lang)]);
    let mut parts = path.split('.');
    let Some(first) = parts.next().and_then(known) else { return path.to_owned() };
    parts.fold(first.to_owned(), |name, part| format!("{name} · {}", known(part).unwrap_or(part)))
}

/// A value as a document shows it; `words` are those for yes, no and nothing.
pub fn leaf(lang: Lang, leaf: Option<&Leaf>, [yes, no, nothing]: [&str; 3]) -> String {
    match leaf {
        None => nothing.to_owned(),
        Some(Leaf::Flag(flag)) => if *flag { yes } else { no }.to_owned(),
        Some(Leaf::Number(number)) => typography::number(lang, *number),
        Some(Leaf::Word(word)) => word.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_called_as_people_call_it() {
        assert_eq!(name(Lang::ES, "targets.2010"), "meta anual · 2010");
        assert_eq!(name(Lang::FR, "baseline.measure"), "valeur de référence · valeur");
        assert_eq!(name(Lang::EN, "title.es"), "title · es");
        assert_eq!(name(Lang::EN, "levels.0.name.es"), "levels.0.name.es");
        let words = ["yes", "no", "(empty)"];
        assert_eq!(leaf(Lang::FR, Some(&Leaf::Number(1234.5)), words), "1\u{202f}234,5");
        assert_eq!(leaf(Lang::EN, None, words), "(empty)");
    }
}
