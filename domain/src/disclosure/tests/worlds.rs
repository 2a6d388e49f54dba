//! Somebody who knows the rule itself, and tries it on every record there can be: which records would have
//! been published like this one? For k from 4 on: with k = 3 a small figure is 1 or 2, and some are told.

use std::collections::BTreeMap;

use super::*;

/// All ways to put people into categories.
fn tables(people: u32, categories: usize) -> Vec<Vec<u32>> {
    if categories == 1 {
        return vec![vec![people]];
    }
    let with = |first: u32| {
        let rest = tables(people - first, categories - 1).into_iter();
        rest.map(move |rest| [first].into_iter().chain(rest).collect::<Vec<_>>())
    };
    (0..=people).flat_map(with).collect()
}

fn record(cells: &[u32]) -> Update {
    let cells: Vec<f64> = cells.iter().map(|v| f64::from(*v)).collect();
    update(cells.iter().sum(), &cells)
}

fn told(public: &Update) -> String {
    format!("{:?} {:?}", public.measure().and_then(|m| m.value(1.0)), shown(public))
}

/// One record there can be: what is seen of it, its figures, and which of them are the same in the next
/// version.
struct World {
    seen: String,
    figures: Vec<u32>,
    same: Vec<bool>,
}

/// Of the worlds that look like the true one and in which what did not change does not change either, no
/// small figure has one value only.
fn check(worlds: Vec<World>, k: u32, told: &mut Vec<String>) {
    let mut groups: BTreeMap<String, Vec<World>> = BTreeMap::new();
    for world in worlds {
        groups.entry(world.seen.clone()).or_default().push(world);
    }
    for (seen, worlds) in groups {
        for truth in &worlds {
            let kept = |world: &&World| truth.same.iter().zip(&world.same).all(|(known, same)| !known || *same);
            for (at, value) in truth.figures.iter().enumerate().filter(|(_, v)| **v > 0 && **v < k) {
                if worlds.iter().filter(kept).all(|world| world.figures[at] == *value) {
                    told.push(format!("k {k}: {seen}: {:?}, {:?}: figure {at}", truth.figures, truth.same));
                }
            }
        }
    }
}

#[test]
fn knowing_the_rule_does_not_help() {
    let mut found = Vec::new();
    let all = [(4, 2, 16), (4, 3, 12), (4, 4, 12), (4, 5, 11), (5, 3, 16), (5, 4, 12), (11, 2, 40), (11, 3, 44)];
    for (k, categories, most) in all {
        let worlds = (0..=most).flat_map(|people| tables(people, categories));
        let publish = |figures: Vec<u32>| {
            let seen = told(&publish_update(&victims(), &record(&figures), k));
            World { seen, figures, same: Vec::new() }
        };
        check(worlds.map(publish).collect(), k, &mut found);
    }
    assert!(found.is_empty(), "{} {:#?}", found.len(), &found[..found.len().min(20)]);
}

/// The last category is not told: what is left of the total.
#[test]
fn knowing_the_rule_does_not_tell_what_is_left() {
    let mut found = Vec::new();
    for (k, categories, most) in [(4, 2, 16), (4, 3, 12), (4, 4, 12), (5, 4, 12), (11, 3, 40)] {
        let worlds = (0..=most).flat_map(|people| tables(people, categories));
        let publish = |figures: Vec<u32>| {
            let mut filed = record(&figures);
            filed.breakdowns.values_mut().for_each(|cells| drop(cells.pop_last()));
            World { seen: told(&publish_update(&victims(), &filed, k)), figures, same: Vec::new() }
        };
        check(worlds.map(publish).collect(), k, &mut found);
    }
    assert!(found.is_empty(), "{} {:#?}", found.len(), &found[..found.len().min(20)]);
}

/// All sequences of so many of these tables.
fn sequences(tables: &[Vec<u32>], versions: usize) -> Vec<Vec<&Vec<u32>>> {
    (0..versions).fold(vec![Vec::new()], |all, _| {
        let next = |one: Vec<_>| tables.iter().map(move |table| [one.clone(), vec![table]].concat());
        all.into_iter().flat_map(next).collect()
    })
}

#[test]
fn knowing_the_rule_and_what_changed_does_not_help() {
    let mut found = Vec::new();
    let mut all = vec![(4, 2, 12, 2), (4, 3, 8, 2), (5, 2, 14, 2), (5, 3, 7, 2)];
    if super::properties::cases() > 1000 {
        all.push((8, 2, 11, 3));
    }
    for (k, categories, most, versions) in all {
        let all: Vec<Vec<u32>> = (0..=most).flat_map(|people| tables(people, categories)).collect();
        let publish = |world: Vec<&Vec<u32>>| {
            let filed: Vec<Update> = world.iter().map(|cells| record(cells)).collect();
            let public = publish_versions(&victims(), &filed, k);
            let says = |version: usize| public[version].measure().is_some();
            // Of a version of which nothing is seen, nobody sees that something is the same.
            let pairs = (1..versions).flat_map(|later| (0..later).map(move |earlier| (earlier, later)));
            let same = |(one, two): (usize, usize)| {
                let equal = world[one].iter().zip(world[two]).map(move |(a, b)| a == b);
                equal.map(|equal| equal && says(one) && says(two)).collect::<Vec<_>>()
            };
            let same = pairs.flat_map(same).collect();
            let seen = public.iter().map(told).collect::<Vec<_>>().join(" | ");
            World { seen, figures: world.into_iter().flatten().copied().collect(), same }
        };
        check(sequences(&all, versions).into_iter().map(publish).collect(), k, &mut found);
    }
    assert!(found.is_empty(), "{} {:#?}", found.len(), &found[..found.len().min(20)]);
}
