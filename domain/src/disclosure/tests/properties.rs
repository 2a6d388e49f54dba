//! Any records, broken down in several ways and corrected several times: the attacker finds nothing.

use proptest::prelude::*;

use super::attacker::Attack;
use super::*;
use crate::progress::{Figure, Series};
use crate::update::Breakdown;

/// What a correction does to a version.
#[derive(Clone, Debug)]
enum Edit {
    /// One category changes, and with it the total and one category of each other dimension.
    Category { dimension: usize, category: usize, value: u32, others: usize },
    /// People move from one category to another.
    Moved { dimension: usize, from: usize, to: usize, people: u32 },
    /// A category is no longer told.
    Left { dimension: usize, category: usize },
    /// The figures of an earlier version come back.
    Back(usize),
    /// A dimension goes, or comes back as it was at first.
    Without(usize),
    /// Only the note.
    Note,
}

const DIMENSIONS: [&str; 3] = ["age", "sex", "territory"];

fn figure() -> impl Strategy<Value = u32> {
    prop_oneof![2 => 0u32..4, 2 => 0u32..16, 2 => 0u32..70, 1 => Just(0), 1 => Just(1), 1 => Just(10), 1 => Just(11)]
}

fn edit() -> impl Strategy<Value = Edit> {
    let at = 0usize..8;
    prop_oneof![
        5 => (0usize..3, at.clone(), figure(), at.clone())
            .prop_map(|(dimension, category, value, others)| Edit::Category { dimension, category, value, others }),
        3 => (0usize..3, at.clone(), at.clone(), figure())
            .prop_map(|(dimension, from, to, people)| Edit::Moved { dimension, from, to, people }),
        4 => (0usize..3, at.clone()).prop_map(|(dimension, category)| Edit::Left { dimension, category }),
        1 => at.prop_map(Edit::Back),
        1 => (0usize..3).prop_map(Edit::Without),
        1 => Just(Edit::Note),
    ]
}

/// Cells of each dimension; the first says how many there are in all, the others are made to agree.
fn tables() -> impl Strategy<Value = Vec<Vec<u32>>> {
    let first = prop_oneof![
        prop::collection::vec(figure(), 1..7),
        prop::collection::vec(0u32..3, 6..14),
        prop::collection::vec(Just(1), 8..14)
    ];
    (first, prop::collection::vec(prop::collection::vec(figure(), 1..5), 0..3)).prop_map(|(first, others)| {
        let total: u32 = first.iter().sum();
        let agree = |mut cells: Vec<u32>| {
            let mut left = total;
            for cell in &mut cells {
                *cell = (*cell).min(left);
                left -= *cell;
            }
            cells[0] += left;
            cells
        };
        [first].into_iter().chain(others.into_iter().map(agree)).collect()
    })
}

fn record(tables: &[Vec<u32>]) -> Update {
    let mut filed = update(f64::from(tables[0].iter().sum::<u32>()), &[]);
    for (dimension, cells) in DIMENSIONS.iter().zip(tables) {
        let cells = cells.iter().enumerate().map(|(i, v)| (format!("c{i:02}"), Some(f64::from(*v))));
        filed.breakdowns.insert((*dimension).into(), cells.collect());
    }
    filed
}

fn category(update: &mut Update, dimension: usize, at: usize) -> Option<&mut f64> {
    let cells = update.breakdowns.values_mut().nth(dimension)?;
    let at = at % cells.len().max(1);
    cells.values_mut().nth(at)?.as_mut()
}

fn corrected(versions: &[Update], edit: &Edit) -> Option<Update> {
    let mut next = versions.last()?.clone();
    next.version += 1;
    match *edit {
        Edit::Category { dimension, category: at, value, others } => {
            let cell = category(&mut next, dimension, at)?;
            let more = f64::from(value) - *cell;
            *cell = f64::from(value);
            let Some(Measure::Value(total)) = next.measure() else { return None };
            next.content = Content::Measure(Measure::Value(total + more));
            for other in (0..next.breakdowns.len()).filter(|other| *other != dimension) {
                let cell = category(&mut next, other, others)?;
                *cell += more;
                if *cell < 0.0 {
                    return None;
                }
            }
        }
        Edit::Moved { dimension, from, to, people } => {
            let people = f64::from(people).min(*category(&mut next, dimension, from)?);
            *category(&mut next, dimension, from)? -= people;
            *category(&mut next, dimension, to)? += people;
        }
        Edit::Left { dimension, category } => {
            let cells = next.breakdowns.values_mut().nth(dimension)?;
            let name = cells.keys().nth(category % cells.len().max(1))?.clone();
            cells.remove(&name);
        }
        Edit::Back(version) => next.breakdowns_and_total_of(&versions[version % versions.len()]),
        Edit::Without(dimension) => {
            let name = next.breakdowns.keys().nth(dimension)?.clone();
            next.breakdowns.remove(&name);
        }
        Edit::Note => next.note = crate::text::Text::new(crate::text::Lang::ES, "nota"),
    }
    Some(next)
}

impl Update {
    fn breakdowns_and_total_of(&mut self, other: &Update) {
        self.content = other.content.clone();
        self.breakdowns = other.breakdowns.clone();
    }
}

/// A record and its corrections.
fn versions() -> impl Strategy<Value = Vec<Update>> {
    (tables(), prop::collection::vec(edit(), 0..6)).prop_map(|(tables, edits)| {
        let mut versions = vec![record(&tables)];
        for edit in &edits {
            versions.extend(corrected(&versions, edit));
        }
        versions
    })
}

/// The same as the numerator of a percentage.
fn percentages() -> impl Strategy<Value = Vec<Update>> {
    (versions(), prop::collection::vec(figure(), 7)).prop_map(|(versions, others)| {
        let percentage = |(update, other): (Update, u32)| {
            let Some(Measure::Value(numerator)) = update.measure() else { return update };
            let denominator = (numerator + f64::from(other)).max(1.0);
            Update { content: Content::Measure(Measure::Ratio { numerator, denominator }), ..update }
        };
        versions.into_iter().zip(others).map(percentage).collect()
    })
}

fn any_small(update: &Update) -> bool {
    let Some(Measure::Value(total)) = update.measure() else { return false };
    let rests = update.breakdowns.values().map(|cells| total - cells.values().flatten().sum::<f64>());
    let cells = update.breakdowns.values().flat_map(|cells| cells.values().flatten().copied());
    cells.chain(rests).chain([total]).any(|v| is_small(v, K))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nobody_can_tell_a_small_figure(versions in versions()) {
        let public = publish_versions(&victims(), &versions, K);
        prop_assert_eq!(Attack::new(&versions, &public, K).finds(), None, "{:#?} {:#?}", figures(&versions), figures(&public));
    }

    #[test]
    fn nobody_can_tell_a_small_figure_from_percentages(versions in percentages()) {
        let percent = Indicator { counts_people: true, ..indicator(Kind::Percent) };
        let public = publish_versions(&percent, &versions, K);
        prop_assert_eq!(Attack::new(&versions, &public, K).finds(), None, "{:#?} {:#?}", figures(&versions), figures(&public));
        prop_assert_eq!(&publish_versions(&percent, &public, K), &public);
        for measure in public.iter().filter_map(Update::measure) {
            prop_assert!(!must_hide(&percent, measure, K));
        }
    }

    /// A percentage filed without its numerator, in one version, and a denominator in another.
    #[test]
    fn no_percentage_and_denominator_give_a_small_numerator(
        versions in prop::collection::vec(prop_oneof![
            (0u32..100).prop_map(|share| Measure::Value(f64::from(share))),
            (0u32..200, 0u32..200).prop_map(|(n, rest)| Measure::Ratio { numerator: n.into(), denominator: (n + rest).max(1).into() }),
        ], 1..6),
    ) {
        let percent = Indicator { counts_people: true, ..indicator(Kind::Percent) };
        let filed: Vec<Update> = versions.into_iter().map(|m| Update::new("1-a", 2010, Content::Measure(m))).collect();
        let shown: Vec<Measure> = publish_versions(&percent, &filed, K).iter().filter_map(Update::measure).collect();
        for share in shown.iter().filter_map(|m| m.value(100.0)) {
            for measure in &shown {
                if let Measure::Ratio { denominator, .. } = measure {
                    let numerator = (share * denominator / 100.0).round();
                    let told = is_small(numerator, K) || is_small(denominator - numerator, K);
                    let own = measure.value(100.0) == Some(share) || shown.iter().all(|m| *m != Measure::Value(share));
                    prop_assert!(own || !told, "{share} of {denominator}");
                }
            }
        }
    }

    #[test]
    fn what_was_published_stays_as_it_was(versions in versions()) {
        let all = publish_versions(&victims(), &versions, K);
        for n in 0..versions.len() {
            prop_assert_eq!(&publish_versions(&victims(), &versions[..=n], K)[..], &all[..=n]);
            prop_assert_eq!(&publish_after(&victims(), &versions[..n], &versions[n], K), &all[n]);
        }
    }

    #[test]
    fn publishing_again_changes_nothing(versions in versions()) {
        let once = publish_versions(&victims(), &versions, K);
        prop_assert_eq!(publish_versions(&victims(), &once, K), once);
    }

    #[test]
    fn nothing_is_shown_that_was_not_filed(versions in versions()) {
        for (filed, public) in versions.iter().zip(publish_versions(&victims(), &versions, K)) {
            prop_assert!(public.content == filed.content || public.content == Content::Suppressed);
            prop_assert_eq!(public.breakdowns.keys().collect::<Vec<_>>(), filed.breakdowns.keys().collect::<Vec<_>>());
            for (dimension, cells) in &filed.breakdowns {
                let shown = &public.breakdowns[dimension];
                prop_assert!(cells.iter().all(|(c, v)| shown[c] == *v || shown[c].is_none()));
                prop_assert_eq!(cells.len(), shown.len());
            }
            prop_assert_eq!((&public.note, public.version, public.year), (&filed.note, filed.version, filed.year));
        }
    }

    #[test]
    fn without_a_small_figure_all_is_shown(versions in versions()) {
        let safe: Vec<Update> = versions.into_iter().filter(|update| !any_small(update)).collect();
        prop_assert_eq!(publish_versions(&victims(), &safe, K), safe);
    }

    /// Zeros stay, and so does what is not needed: of one version with a shown total, no hidden figure of k
    /// or more could be shown.
    #[test]
    fn no_more_is_hidden_than_needed(tables in tables()) {
        let filed = record(&tables);
        let public = publish_update(&victims(), &filed, K);
        let is_shown = public.content != Content::Suppressed;
        // Where all small figures are the least or the most that is small, more is hidden from those who know the rule.
        let smalls = |cells: &Breakdown| -> Vec<f64> { cells.values().flatten().copied().filter(|v| is_small(*v, K)).collect() };
        let extreme = |cells: &Breakdown| [1.0, f64::from(K) - 1.0].iter().any(|v| smalls(cells).iter().all(|s| s == v));
        for (dimension, cells) in filed.breakdowns.iter().filter(|(_, cells)| is_shown && !extreme(cells)) {
            let shown = &public.breakdowns[dimension];
            for (category, value) in cells.iter().filter(|(c, v)| shown[*c].is_none() && v.unwrap() >= f64::from(K)) {
                let mut less = public.clone();
                less.breakdowns.get_mut(dimension).unwrap().insert(category.clone(), *value);
                let found = Attack::new(std::slice::from_ref(&filed), &[less], K).finds();
                prop_assert!(found.is_some(), "{dimension} {category}: {:?} {:?}", figures(std::slice::from_ref(&filed)), figures(std::slice::from_ref(&public)));
            }
            let ones = cells.values().flatten().all(|v| *v <= 1.0);
            prop_assert!(ones || cells.iter().all(|(c, v)| *v != Some(0.0) || shown[c].is_some()));
        }
    }

    /// Years are records of their own, in whatever order they are written.
    #[test]
    fn a_year_does_not_change_another(one in versions(), other in versions()) {
        let other: Vec<Update> = other.into_iter().map(|update| Update { year: 2009, ..update }).collect();
        let apart = [publish_versions(&victims(), &one, K), publish_versions(&victims(), &other, K)].concat();
        prop_assert_eq!(publish_versions(&victims(), &[one.clone(), other.clone()].concat(), K), apart);
    }

    /// Running totals are made of public figures, so they are known to whoever knows those.
    #[test]
    fn a_running_total_adds_nothing(totals in prop::collection::vec(figure(), 1..6)) {
        let public: Vec<Update> =
            totals.iter().map(|v| publish_update(&victims(), &update(f64::from(*v), &[]), K)).collect();
        let figures: Vec<Figure> = public.iter().map(|update| Figure::from(&update.content)).collect();
        let series = Series { first_year: 2007, figures: &figures };
        let shown: Vec<f64> = totals.iter().map(|v| f64::from(*v)).filter(|v| !is_small(*v, K)).collect();
        let sum = series.accumulate(2007 + totals.len() as i16, crate::indicator::OverYears::Sum, 1.0);
        prop_assert_eq!(sum.map(|sum| sum.value), (!shown.is_empty()).then(|| shown.iter().sum::<f64>()));
    }
}

/// How many records are tried. More with `DISCLOSURE_CASES=20000`.
pub fn cases() -> u32 {
    std::env::var("DISCLOSURE_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(256)
}
