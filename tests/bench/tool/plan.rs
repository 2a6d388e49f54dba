//! The large plan: three levels of tens, so 10,000 indicators hang on 1,110 nodes; ten years, each with a
//! figure. The same plan every time.

use std::collections::BTreeMap;
use std::path::Path;

use domain::document::PlanData;
use domain::indicator::{Baseline, Direction, Indicator, Kind};
use domain::institution::{Institution, InstitutionKind};
use domain::node::{Axis, Node};
use domain::plan::{Level, Plan};
use domain::text::{Lang, Text};
use domain::update::{Content, Measure, Update};
use domain::year::{ReportingYear, YearState};
use matriz_server::plan_file;
use tests::plans;

/// The plan's address.
pub const SLUG: &str = "big-plan";
const FIRST: i16 = 2016;
const LAST: i16 = 2025;

const DEEDS: [&str; 16] = [
    "Número de capacitaciones sobre",
    "Porcentaje de casos atendidos de",
    "Campañas de información sobre",
    "Denuncias registradas por",
    "Personas orientadas sobre",
    "Presupuesto ejecutado en",
    "Protocolos aprobados para",
    "Operativos realizados contra",
    "Municipios que cuentan con planes de",
    "Servicios acreditados de",
    "Docentes formados en",
    "Convenios firmados sobre",
    "Sentencias dictadas por",
    "Albergues equipados para",
    "Estudios publicados sobre",
    "Cobertura de la red de",
];
const THEMES: [&str; 20] = [
    "protección de víctimas",
    "trata de personas",
    "agua y saneamiento",
    "educación rural",
    "salud materna",
    "violencia familiar",
    "migración segura",
    "trabajo infantil",
    "acceso a la justicia",
    "gestión del riesgo",
    "nutrición",
    "identidad y registro",
    "lenguas originarias",
    "discapacidad",
    "vivienda segura",
    "empleo juvenil",
    "seguridad vial",
    "bosques y clima",
    "turismo responsable",
    "transparencia pública",
];
const PLACES: [&str; 25] = [
    "Amazonas",
    "Áncash",
    "Apurímac",
    "Arequipa",
    "Ayacucho",
    "Cajamarca",
    "Callao",
    "Cusco",
    "Huancavelica",
    "Huánuco",
    "Ica",
    "Junín",
    "La Libertad",
    "Lambayeque",
    "Lima",
    "Loreto",
    "Madre de Dios",
    "Moquegua",
    "Pasco",
    "Piura",
    "Puno",
    "San Martín",
    "Tacna",
    "Tumbes",
    "Ucayali",
];

/// Writes it as plan files.
pub fn write(folder: &Path, indicators: usize) {
    let data = plan(indicators);
    plan_file::write(&data, folder, true).expect("the files are written");
    let (nodes, updates) = (data.nodes.len(), data.updates.len());
    println!("{{\"slug\": \"{SLUG}\", \"indicators\": {indicators}, \"nodes\": {nodes}, \"figures\": {updates}}}");
}

fn text(words: &str) -> Text {
    Text::new(Lang::ES, words)
}

fn plan(indicators: usize) -> PlanData {
    let small = plans::small();
    let level = |code: &str, plural: &str| Level { code: code.to_owned(), name: text(code), plural: text(plural) };
    let state = |year| if year < LAST { YearState::Closed } else { YearState::Open };
    let mut data = PlanData {
        plan: Plan {
            slug: SLUG.to_owned(),
            title: text("Plan de diez mil indicadores"),
            first_year: FIRST,
            last_year: LAST,
            levels: vec![level("objetivo", "objetivos"), level("meta", "metas"), level("actividad", "actividades")],
            years: (FIRST..=LAST).map(|year| ReportingYear::new(year, state(year))).collect(),
            ..small.plan
        },
        axes: (1..=3)
            .map(|n| Axis { code: format!("E{n}"), title: text(&format!("Eje {n}")), description: Text::default() })
            .collect(),
        institutions: (0..25).map(institution).collect(),
        territories: Vec::new(),
        dimensions: Vec::new(),
        nodes: Vec::new(),
        indicators: Vec::new(),
        updates: Vec::new(),
    };
    for number in 0..indicators {
        let (a, b, c) = (number / 1000 + 1, number / 100 % 10 + 1, number / 10 % 10 + 1);
        let codes = [format!("{a}"), format!("{a}.{b}"), format!("{a}.{b}.{c}")];
        for (depth, step) in [1000, 100, 10].into_iter().enumerate() {
            if number.is_multiple_of(step) {
                let parent = depth.checked_sub(1).map(|above| codes[above].as_str());
                let title =
                    text(&format!("{} {}", DEEDS[number / step % 16], THEMES[(number / step * 7 + depth) % 20]));
                let axis = parent.is_none().then(|| format!("E{}", a % 3 + 1));
                data.nodes.push(Node { title, axis, ..plans::node(&codes[depth], parent, Lang::ES) });
            }
        }
        let own = format!("{}-{}", codes[2], char::from(b'a' + (number % 10) as u8));
        add_indicator(&mut data, number, own, &codes[2]);
    }
    data
}

fn institution(number: usize) -> Institution {
    Institution {
        code: format!("MIN{:02}", number + 1),
        name: text(&format!("Ministerio de {}", THEMES[number % 20])),
        kind: InstitutionKind::Ministry,
        parent: None,
        role: Text::default(),
        territory: None,
    }
}

fn add_indicator(data: &mut PlanData, number: usize, code: String, node: &str) {
    let start = (number * 37 % 900 + 10) as f64;
    let rising = !number.is_multiple_of(5);
    let goal = if rising { start * 2.0 } else { (start / 2.0).floor() };
    let between = |year: i16| (start + (goal - start) * f64::from(year - FIRST + 1) / 10.0).round();
    let (deed, theme, place) = (DEEDS[number % 16], THEMES[number / 16 % 20], PLACES[number * 7 % 25]);
    data.indicators.push(Indicator {
        title: text(&format!("{deed} {theme} en {place}, zona {}", number % 97 + 1)),
        definition: text(&format!("Cuenta cada año {theme} según el registro oficial de {place}.")),
        unit: text(if rising { "personas" } else { "casos" }),
        direction: if rising { Direction::Increase } else { Direction::Decrease },
        baseline: Some(Baseline { year: FIRST - 1, measure: Some(Measure::Value(start)) }),
        targets: BTreeMap::from([2018, 2021, LAST].map(|year| (year, between(year)))),
        responsible: format!("MIN{:02}", number % 25 + 1),
        ..plans::indicator(&code, node, Kind::Number, Lang::ES)
    });
    for year in FIRST..=LAST {
        // From far behind the target to beyond it.
        let share = ((number * 13 + year as usize * 7) % 11) as f64 / 8.0;
        let value = (start + (between(year) - start) * share).round().max(0.0);
        data.updates.push(Update::new(&code, year, Content::Measure(Measure::Value(value))));
    }
}
