//! Counting people and voices.

use super::*;
use crate::institution::InstitutionKind::{CivilSociety, Ministry, Police};

fn cast(institution: &str, position: Position) -> Cast<'_> {
    Cast { institution, position }
}

fn delegation(institution: &str, kind: InstitutionKind, seats: u32, present: u32) -> Delegation<'_> {
    Delegation { institution, kind, seats, present }
}

#[test]
fn an_institution_has_one_voice_and_a_divided_one_is_shown_as_divided() {
    let counts = |agree, agree_with_changes, object, abstain| Counts { agree, agree_with_changes, object, abstain };
    for (counts, wanted) in [
        (counts(0, 0, 0, 0), None),
        (counts(30, 0, 0, 0), Some(Voice::Agree)),
        (counts(0, 2, 0, 0), Some(Voice::AgreeWithChanges)),
        (counts(0, 0, 1, 0), Some(Voice::Object)),
        (counts(0, 0, 0, 4), Some(Voice::Abstain)),
        (counts(1, 0, 0, 9), Some(Voice::Agree)),
        (counts(29, 0, 1, 0), Some(Voice::Divided)),
        (counts(1, 1, 0, 0), Some(Voice::Divided)),
    ] {
        assert_eq!(counts.voice(), wanted, "{counts:?}");
    }
}

#[test]
fn a_large_delegation_cannot_outvote() {
    let mut casts = vec![cast("MIN", Position::Agree); 30];
    casts.extend([cast("ONG", Position::Object), cast("PNP", Position::Object), cast("", Position::Abstain)]);
    let room = [
        delegation("MIN", Ministry, 30, 31),
        delegation("PNP", Police, 1, 1),
        delegation("ONG", CivilSociety, 1, 1),
        delegation("RED", CivilSociety, 1, 0),
    ];
    let tally = count(&casts, &[], &room, 1, Base::Cast);
    assert_eq!((tally.counts.agree, tally.counts.object, tally.counts.abstain, tally.of), (30, 2, 1, 33));
    let voices: Vec<_> = tally.institutions.iter().map(|i| (i.institution.as_str(), i.voice)).collect();
    let wanted =
        [("MIN", Some(Voice::Agree)), ("PNP", Some(Voice::Object)), ("ONG", Some(Voice::Object)), ("RED", None)];
    assert_eq!(voices, wanted);
    let kinds: Vec<_> = tally.kinds.iter().map(|k| (k.kind, k.counts.agree, k.counts.object, k.silent)).collect();
    assert_eq!(kinds, [(Ministry, 1, 0, 0), (Police, 0, 1, 0), (CivilSociety, 0, 1, 1)]);
}

#[test]
fn percentages_are_of_the_base_that_was_chosen() {
    let casts = [cast("MIN", Position::Agree), cast("MIN", Position::Agree), cast("ONG", Position::Object)];
    let room = [delegation("MIN", Ministry, 5, 3), delegation("ONG", CivilSociety, 5, 1)];
    for (base, of, agree) in [(Base::Cast, 3, 67), (Base::Present, 6, 33), (Base::Invited, 10, 20)] {
        let tally = count(&casts, &[], &room, 2, base);
        assert_eq!((tally.of, tally.shares[0].percent), (of, agree), "{base:?}");
    }
    // One of many is never nothing, and nobody answers who is not counted.
    let many: Vec<Cast> =
        (0..1000).map(|n| cast("", [Position::Agree, Position::Object][usize::from(n == 0)])).collect();
    let tally = count(&many, &[], &room, 0, Base::Invited);
    assert_eq!((tally.of, tally.shares[0].percent, tally.shares[2].percent), (1000, 99, 1));
}

#[test]
fn ballots_count_as_people_and_as_the_voice_of_their_institution() {
    let ballot = Ballot {
        institution: "ONG".into(),
        kind: BallotKind::Paper,
        counts: Counts { agree: 3, object: 1, ..Counts::default() },
        reason: String::new(),
    };
    let room = [delegation("ONG", CivilSociety, 5, 0)];
    let tally = count(&[], &[ballot], &room, 0, Base::Present);
    assert_eq!((tally.counts.agree, tally.of), (3, 4));
    assert_eq!(tally.institutions[0].voice, Some(Voice::Divided));
    assert_eq!(tally.kinds[0].divided, 1);
}
