//! The words for things of a workshop. Exhaustive matches, so that a new variant without a word does not compile.

use domain::change::Leaf;
use domain::error::{ErrorCode, FieldError, FieldErrorCode};
use domain::text::{Lang, Text};
use domain::workshop::item::ItemState;
use domain::workshop::proposal::ProposalState;
use domain::workshop::quality::Flaw;
use domain::workshop::room::RoomInstitution;
use domain::workshop::tally::{Position, Voice};
use domain::workshop::{Base, LightAnswer, Results, WorkshopState};

use super::Words;
use crate::client::Failure;
use crate::i18n::fill;

/// A text of the plan in the reader's language.
pub fn text(words: Words, text: &Text, default: Lang) -> String {
    text.get(words.locale.tongue.lang(), default).to_owned()
}

/// Where a workshop stands.
pub fn state(words: Words, state: WorkshopState) -> &'static str {
    let t = words.t;
    match state {
        WorkshopState::Draft => t.state_draft,
        WorkshopState::Open => t.state_open,
        WorkshopState::Locked => t.state_locked,
        WorkshopState::Lights => t.state_lights,
        WorkshopState::Closed => t.state_closed,
    }
}

/// Where an item stands.
pub fn item_state(words: Words, state: ItemState) -> &'static str {
    let t = words.t;
    match state {
        ItemState::Waiting => t.item_waiting,
        ItemState::Open => t.item_open,
        ItemState::Closed => t.item_closed,
        ItemState::Adopted => t.item_adopted,
        ItemState::AdoptedWithChanges => t.item_adopted_with_changes,
        ItemState::SentBack => t.item_sent_back,
        ItemState::Parked => t.item_parked,
    }
}

/// Where a proposal stands.
pub fn proposal_state(words: Words, state: ProposalState) -> &'static str {
    let t = words.t;
    match state {
        ProposalState::Made => t.proposal_made,
        ProposalState::Accepted => t.proposal_accepted,
        ProposalState::Refused => t.proposal_refused,
        ProposalState::Merged => t.proposal_merged,
        ProposalState::Applied => t.proposal_applied,
    }
}

/// A position.
pub fn position(words: Words, position: Position) -> &'static str {
    let t = words.t;
    match position {
        Position::Agree => t.agree,
        Position::AgreeWithChanges => t.agree_with_changes,
        Position::Object => t.object,
        Position::Abstain => t.abstain,
    }
}

/// The voice of an institution; None when nobody answered for it.
pub fn voice(words: Words, voice: Option<Voice>) -> &'static str {
    let t = words.t;
    match voice {
        Some(Voice::Agree) => t.agree,
        Some(Voice::AgreeWithChanges) => t.agree_with_changes,
        Some(Voice::Object) => t.object,
        Some(Voice::Abstain) => t.abstain,
        Some(Voice::Divided) => t.divided,
        None => t.silent,
    }
}

/// A green light.
pub fn light(words: Words, answer: LightAnswer) -> &'static str {
    let t = words.t;
    match answer {
        LightAnswer::Yes => t.light_yes,
        LightAnswer::WithReservations => t.light_with_reservations,
        LightAnswer::No => t.light_no,
        LightAnswer::NotGiven => t.light_not_given,
    }
}

/// What is shown while an item is open.
pub fn results(words: Words, results: Results) -> &'static str {
    match results {
        Results::Hidden => words.t.results_hidden,
        Results::Open => words.t.results_open,
    }
}

/// Of whom percentages are taken.
pub fn base(words: Words, base: Base) -> &'static str {
    match base {
        Base::Present => words.t.base_present,
        Base::Cast => words.t.base_cast,
        Base::Invited => words.t.base_invited,
    }
}

/// What was found in a plan.
pub fn flaw(words: Words, flaw: Flaw) -> &'static str {
    let t = words.t;
    match flaw {
        Flaw::NoBaseline => t.flaw_no_baseline,
        Flaw::NoUnit => t.flaw_no_unit,
        Flaw::NoTarget => t.flaw_no_target,
        Flaw::NoSource => t.flaw_no_source,
        Flaw::NoResponsible => t.flaw_no_responsible,
        Flaw::AgainstDirection => t.flaw_against_direction,
        Flaw::DuplicateTitle => t.flaw_duplicate_title,
        Flaw::TwoThings => t.flaw_two_things,
        Flaw::IdleInstitution => t.flaw_idle_institution,
    }
}

/// The name of an institution, else its code.
pub fn institution(words: Words, institutions: &[RoomInstitution], default: Lang, code: &str) -> String {
    let found = institutions.iter().find(|institution| institution.code == code);
    found.map_or_else(|| code.to_owned(), |found| text(words, &found.name, default))
}

/// What a field of the plan is called.
pub fn field(words: Words, path: &str) -> String {
    let t = words.t;
    match path {
        "direction" => t.field_direction.to_owned(),
        "lead" => t.field_lead.to_owned(),
        "start_year" => t.field_start_year.to_owned(),
        "end_year" => t.field_end_year.to_owned(),
        "budget" => t.field_budget.to_owned(),
        "baseline.value" => t.field_baseline.to_owned(),
        path => match path.strip_prefix("partners.") {
            Some(code) => format!("{} · {code}", t.field_partner),
            None => crate::words::field(words.locale, path),
        },
    }
}

/// A value of a field, as people read it.
pub fn value(
    words: Words,
    institutions: &[RoomInstitution],
    default: Lang,
    path: &str,
    value: Option<&Leaf>,
) -> String {
    let locale = words.locale;
    match value {
        None => words.t.nothing.to_owned(),
        Some(Leaf::Flag(true)) => locale.t.yes.to_owned(),
        Some(Leaf::Flag(false)) => locale.t.no.to_owned(),
        Some(Leaf::Number(number)) if path.ends_with("year") => format!("{number}"),
        Some(Leaf::Number(number)) => locale.number(*number, if number.fract() == 0.0 { 0 } else { 2 }),
        Some(Leaf::Word(word)) => match (path, word.as_str()) {
            ("responsible" | "lead", code) => institution(words, institutions, default, code),
            ("direction", "increase") => locale.t.direction_increase.to_owned(),
            ("direction", "decrease") => locale.t.direction_decrease.to_owned(),
            ("direction", "maintain") => locale.t.direction_maintain.to_owned(),
            _ => word.clone(),
        },
    }
}

/// What went wrong and what to do.
pub fn failure(words: Words, failure: &Failure) -> String {
    let t = words.t;
    match failure.code {
        ErrorCode::Invalid if !failure.fields.is_empty() => {
            let wrong: Vec<String> = failure.fields.iter().map(|field| wrong_field(words, field)).collect();
            wrong.join(" ")
        }
        ErrorCode::WrongState => t.wrong_state.to_owned(),
        ErrorCode::Conflict => t.conflict.to_owned(),
        ErrorCode::Network => t.network.to_owned(),
        code => crate::words::error(words.locale, code).to_owned(),
    }
}

fn wrong_field(words: Words, wrong: &FieldError) -> String {
    let t = words.t;
    let name = match wrong.field.as_str() {
        "title" => t.title,
        "date" => t.date,
        "place" => t.place,
        "zone" => t.zone,
        "plan" => t.plan,
        "invited" | "institution" => t.invited,
        "facilitators" => t.facilitators,
        "items" | "agenda" | "item" => t.agenda,
        "reason" => t.reason,
        "counts" => t.ballot,
        "lights" => t.lights,
        "text" => t.light_text,
        "name" => t.name,
        "post" => t.post,
        "after" | "field" => t.proposal,
        other => other,
    };
    let what = match wrong.code {
        FieldErrorCode::Missing => t.wrong_missing,
        FieldErrorCode::Malformed => t.wrong_malformed,
        FieldErrorCode::Unknown => t.wrong_unknown,
        FieldErrorCode::Duplicate => t.wrong_duplicate,
        FieldErrorCode::OutOfRange => t.wrong_out_of_range,
        FieldErrorCode::Contradiction => t.wrong_contradiction,
    };
    fill(what, &[("field", name)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::Tongue;

    #[test]
    fn fields_and_values_are_told_as_people_say_them() {
        let words = Words::new(Tongue::Es);
        assert_eq!(field(words, "targets.2010"), "meta · 2010");
        assert_eq!(field(words, "partners.MIN"), format!("{} · MIN", words.t.field_partner));
        let name = Text::new(Lang::ES, "Ministerio del Interior");
        let kind = domain::institution::InstitutionKind::Ministry;
        let known = [RoomInstitution { code: "MIN".into(), name, kind }];
        let told = |path, leaf: &Leaf| value(words, &known, Lang::ES, path, Some(leaf));
        assert_eq!(told("responsible", &Leaf::Word("MIN".into())), "Ministerio del Interior");
        assert_eq!(told("responsible", &Leaf::Word("OTHER".into())), "OTHER");
        assert_eq!(told("baseline.year", &Leaf::Number(2006.0)), "2006");
        assert_eq!(value(words, &known, Lang::ES, "unit.es", None), words.t.nothing);
    }
}
