//! National figures made of territories, which come one after the other and are corrected: each approval is a
//! version of the national record. The attacker reads all of them, of all years, and finds nothing.

use proptest::prelude::*;

use super::attacker::Attack;
use super::properties::cases;
use super::*;
use crate::indicator::OverTerritories;
use crate::institution::{Territory, TerritoryKind};
use crate::territory::{PartState, Parts, expected, national, public_part};
use crate::text::{Lang, Text};
use crate::year::YearState;

const TERRITORIES: usize = 6;

fn territories() -> Vec<Territory> {
    let territory = |i: usize| Territory {
        code: format!("T{i}"),
        name: Text::new(Lang::ES, "T"),
        kind: TerritoryKind::Department,
        parent: None,
        national_code: String::new(),
    };
    (0..TERRITORIES).map(territory).collect()
}

/// One approval: the part of a territory, its men and women, and whether it tells them; or that it has no figure.
#[derive(Clone, Debug)]
struct Approval {
    territory: usize,
    women: u32,
    men: u32,
    by_sex: bool,
    is_known: bool,
}

fn figure() -> impl Strategy<Value = u32> {
    prop_oneof![2 => 0u32..4, 2 => 0u32..14, 3 => 0u32..60, 1 => Just(0), 1 => Just(10), 1 => Just(11)]
}

fn approvals() -> impl Strategy<Value = Vec<Approval>> {
    let one = (0..TERRITORIES, figure(), figure(), prop::bool::weighted(0.7), prop::bool::weighted(0.9));
    let one =
        one.prop_map(|(territory, women, men, by_sex, is_known)| Approval { territory, women, men, by_sex, is_known });
    prop::collection::vec(one, 1..9)
}

/// The versions of the national record of one year.
fn versions(indicator: &Indicator, year: Year, approvals: &[Approval]) -> Vec<Update> {
    let all = territories();
    let mut parts = Parts::new();
    let mut versions: Vec<Update> = Vec::new();
    for approval in approvals {
        let (women, men) = (f64::from(approval.women), f64::from(approval.men));
        let measure = match indicator.kind {
            Kind::Number => Measure::Value(women + men),
            _ => Measure::Ratio { numerator: women, denominator: (women + men).max(1.0) },
        };
        let content = if approval.is_known { Content::Measure(measure) } else { Content::NoData(Text::default()) };
        let mut part = Update::new("1-a", year, content);
        if approval.by_sex && approval.is_known && indicator.kind == Kind::Number {
            let cells = [("f".to_owned(), Some(women)), ("m".to_owned(), Some(men))];
            part.breakdowns.insert("sex".into(), cells.into());
        }
        parts.insert(format!("T{}", approval.territory), part);
        let made = national(indicator, year, &parts, &expected(indicator, &all), &[Lang::ES]).unwrap();
        versions.push(Update { version: versions.len() as i64 + 1, ..made });
    }
    versions
}

fn victims_by_territory() -> Indicator {
    Indicator { over_territories: OverTerritories::Sum, by_territory: vec!["department".into()], ..victims() }
}

fn share_by_territory() -> Indicator {
    let percent = Indicator { counts_people: true, ..indicator(Kind::Percent) };
    Indicator { over_territories: OverTerritories::RatioOfSums, by_territory: vec!["department".into()], ..percent }
}

/// A ratio as one of the counts that it is made of: what is filed of it, or what of it is seen.
fn as_counts(update: &Update, count: fn(f64, f64) -> f64) -> Update {
    let content = match update.measure() {
        Some(Measure::Ratio { numerator, denominator }) => {
            Content::Measure(Measure::Value(count(numerator, denominator)))
        }
        _ => Content::Suppressed,
    };
    let mut counts = Update { content, breakdowns: BTreeMap::new(), ..update.clone() };
    if let (Some(cells), Some(base)) = (update.breakdowns.get("territory"), update.breakdowns.get("territory_base")) {
        let both = cells.iter().map(|(code, n)| (code.clone(), n.zip(base[code]).map(|(n, d)| count(n, d))));
        counts.breakdowns.insert("territory".into(), both.collect());
    }
    counts
}

fn finds(filed: &[Update], public: &[Update]) -> Option<String> {
    let counts: [fn(f64, f64) -> f64; 3] = [|n, _| n, |_, d| d, |n, d| d - n];
    let is_ratio = filed.iter().any(|update| update.breakdowns.contains_key("territory_base"));
    if !is_ratio {
        return Attack::new(filed, public, K).finds();
    }
    counts.into_iter().find_map(|count| {
        let as_counts = |updates: &[Update]| updates.iter().map(|u| as_counts(u, count)).collect::<Vec<_>>();
        Attack::new(&as_counts(filed), &as_counts(public), K).finds()
    })
}

#[test]
fn a_small_part_is_hidden_with_another_and_the_sum_stays() {
    let approval = |territory, women| Approval { territory, women, men: 0, by_sex: false, is_known: true };
    let indicator = victims_by_territory();
    let filed = versions(&indicator, 2010, &[approval(0, 20), approval(1, 3), approval(2, 60), approval(3, 30)]);
    let public = publish_versions(&indicator, &filed, K);
    // The second approval alone would tell 3 = 23 - 20. With the third and the fourth nobody knows whose 3 it is.
    assert_eq!(figures(&public), ["20: 20", "-: - -", "83: 20 - -", "113: 20 - - 30"]);
    assert_eq!(finds(&filed, &public), None);
    let state = |code: &str| public_part(code, YearState::Open, public.last(), None).state;
    assert_eq!(
        [state("T0"), state("T1"), state("T2"), state("T5")],
        [PartState::Reported, PartState::Suppressed, PartState::Suppressed, PartState::Awaiting]
    );
}

#[test]
fn a_percentage_of_a_hidden_count_is_hidden() {
    let approval = |territory, women, men| Approval { territory, women, men, by_sex: false, is_known: true };
    let indicator = share_by_territory();
    // 4 of 44; 30 of 33, of whom 3 are not in it; two with many in both.
    let filed =
        versions(&indicator, 2010, &[approval(0, 40, 50), approval(1, 4, 40), approval(2, 30, 3), approval(3, 70, 80)]);
    let last = publish_versions(&indicator, &filed[3..], K).remove(0);
    let shown = |dimension: &str| last.breakdowns[dimension].values().map(Option::is_some).collect::<Vec<_>>();
    assert_eq!(shown("territory"), shown("territory_base"), "both or none");
    for hidden in ["T1", "T2"] {
        assert_eq!(public_part(hidden, YearState::Open, Some(&last), None).state, PartState::Suppressed);
    }
    assert_eq!(last.measure(), filed[3].measure());
    assert_eq!(finds(&filed, &publish_versions(&indicator, &filed, K)), None);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nobody_can_tell_the_part_of_a_territory(one in approvals(), other in approvals()) {
        for indicator in [victims_by_territory(), share_by_territory()] {
            let (first, second) = (versions(&indicator, 2009, &one), versions(&indicator, 2010, &other));
            // Years come in any order; each is a record of its own.
            let filed: Vec<Update> = first.iter().chain(&second).cloned().collect();
            let public = publish_versions(&indicator, &filed, K);
            for (filed, public) in [(&first, &public[..first.len()]), (&second, &public[first.len()..])] {
                prop_assert_eq!(finds(filed, public), None, "{:#?} {:#?}", figures(filed), figures(public));
            }
        }
    }

    /// An event that went out is out: what comes later changes nothing of it, and says the same as the history.
    #[test]
    fn what_was_told_of_territories_stays(approvals in approvals()) {
        for indicator in [victims_by_territory(), share_by_territory()] {
            let filed = versions(&indicator, 2010, &approvals);
            let all = publish_versions(&indicator, &filed, K);
            for n in 0..filed.len() {
                prop_assert_eq!(&publish_after(&indicator, &filed[..n], &filed[n], K), &all[n]);
            }
        }
    }

    /// Nothing is shown of a ratio whose numerator, denominator or rest is small.
    #[test]
    fn no_ratio_of_a_small_count_is_shown(approvals in approvals()) {
        let indicator = share_by_territory();
        let filed = versions(&indicator, 2010, &approvals);
        for (filed, public) in filed.iter().zip(publish_versions(&indicator, &filed, K)) {
            for territory in territories() {
                let part = public_part(&territory.code, YearState::Open, Some(&public), None);
                if let Some(measure) = part.measure {
                    prop_assert!(!must_hide(&indicator, measure, K), "{measure:?}");
                    prop_assert_eq!(Some(measure), public_part(&territory.code, YearState::Open, Some(filed), None).measure);
                }
            }
        }
    }
}
