//! What minutes and the printable pack say, in the three languages: a missing text does not compile. French is
//! written with plain spaces; `typography` sets them.

use domain::institution::InstitutionKind;
use domain::text::Lang;
use domain::workshop::LightAnswer;
use domain::workshop::item::ItemState;
use domain::workshop::proposal::ProposalState;
use domain::workshop::tally::{BallotKind, Position, Voice};

mod en;
mod es;
mod fr;

macro_rules! texts {
    ($($name:ident)+) => {
        /// The texts of one language.
        #[derive(Debug)]
        #[allow(missing_docs)]
        pub struct Words {
            $(pub $name: &'static str,)+
        }

        impl Words {
            /// All of them, for checks.
            pub fn all(&self) -> Vec<&'static str> {
                vec![$(self.$name),+]
            }
        }
    };
}

texts! {
    minutes draft_minutes plan date place times_in opened closed led_by invited present of_record_note
    version_made no_version hash verify
    attendance institution kind seats people name arrived guests no_people removed
    agenda item title decision when no_items waiting open_item closed_item adopted adopted_with_changes sent_back parked
    passed_together decided_by reason
    positions position count share agree agree_with_changes object abstain nobody divided silent of_base voice voices_by_kind
    by_hands on_paper
    reasons reservations_head no_reasons
    proposals field before after proposed_by seconded state_made state_accepted state_refused state_merged state_applied
    answer empty
    comments hidden_comments hidden_because author text
    changes no_changes revision
    parked_items no_parked sent_back_items no_sent_back
    lights light_yes light_reservations light_no light_not_given name_and_post no_lights by_facilitator
    signatures signature
    full_record public_minutes as_file as_docx as_json
    csv_attendance csv_people csv_agenda csv_positions csv_voices csv_proposals csv_comments csv_changes csv_lights
    pack pack_note participants_to_sign ballot ballot_note ballot_choose ballot_reason ballot_scan minutes_planned time_budget
    kind_ministry kind_police kind_prosecution kind_judiciary kind_public_body kind_regional kind_local kind_civil
    kind_private kind_cooperation
    yes no
}

/// The words of a language; Spanish for every other.
pub fn of(lang: Lang) -> &'static Words {
    match lang {
        Lang::EN => &en::WORDS,
        Lang::FR => &fr::WORDS,
        _ => &es::WORDS,
    }
}

/// The language of documents that is nearest to a reader's.
pub fn language(asked: Option<Lang>) -> Lang {
    asked.filter(|lang| matches!(*lang, Lang::EN | Lang::FR)).unwrap_or(Lang::ES)
}

impl Words {
    /// Where an item stands, or what was decided.
    pub fn state(&self, state: ItemState) -> &'static str {
        match state {
            ItemState::Waiting => self.waiting,
            ItemState::Open => self.open_item,
            ItemState::Closed => self.closed_item,
            ItemState::Adopted => self.adopted,
            ItemState::AdoptedWithChanges => self.adopted_with_changes,
            ItemState::SentBack => self.sent_back,
            ItemState::Parked => self.parked,
        }
    }

    /// A position.
    pub fn position(&self, position: Position) -> &'static str {
        match position {
            Position::Agree => self.agree,
            Position::AgreeWithChanges => self.agree_with_changes,
            Position::Object => self.object,
            Position::Abstain => self.abstain,
        }
    }

    /// The voice of an institution.
    pub fn voice_of(&self, voice: Option<Voice>) -> &'static str {
        match voice {
            Some(Voice::Agree) => self.agree,
            Some(Voice::AgreeWithChanges) => self.agree_with_changes,
            Some(Voice::Object) => self.object,
            Some(Voice::Abstain) => self.abstain,
            Some(Voice::Divided) => self.divided,
            None => self.silent,
        }
    }

    /// What became of a proposal.
    pub fn proposal(&self, state: ProposalState) -> &'static str {
        match state {
            ProposalState::Made => self.state_made,
            ProposalState::Accepted => self.state_accepted,
            ProposalState::Refused => self.state_refused,
            ProposalState::Merged => self.state_merged,
            ProposalState::Applied => self.state_applied,
        }
    }

    /// How a ballot was taken.
    pub fn ballot_kind(&self, kind: BallotKind) -> &'static str {
        match kind {
            BallotKind::Hands => self.by_hands,
            BallotKind::Paper => self.on_paper,
        }
    }

    /// The answer of an institution.
    pub fn light(&self, answer: LightAnswer) -> &'static str {
        match answer {
            LightAnswer::Yes => self.light_yes,
            LightAnswer::WithReservations => self.light_reservations,
            LightAnswer::No => self.light_no,
            LightAnswer::NotGiven => self.light_not_given,
        }
    }

    /// What the file of a table is called for people.
    pub fn table(&self, name: &str) -> &'static str {
        match name {
            "attendance" => self.csv_attendance,
            "people" => self.csv_people,
            "agenda" => self.csv_agenda,
            "positions" => self.csv_positions,
            "voices" => self.csv_voices,
            "proposals" => self.csv_proposals,
            "comments" => self.csv_comments,
            "changes" => self.csv_changes,
            _ => self.csv_lights,
        }
    }

    /// A kind of institution.
    pub fn institution_kind(&self, kind: InstitutionKind) -> &'static str {
        match kind {
            InstitutionKind::Ministry => self.kind_ministry,
            InstitutionKind::Police => self.kind_police,
            InstitutionKind::Prosecution => self.kind_prosecution,
            InstitutionKind::Judiciary => self.kind_judiciary,
            InstitutionKind::PublicBody => self.kind_public_body,
            InstitutionKind::RegionalGovernment => self.kind_regional,
            InstitutionKind::LocalGovernment => self.kind_local,
            InstitutionKind::CivilSociety => self.kind_civil,
            InstitutionKind::PrivateSector => self.kind_private,
            InstitutionKind::InternationalCooperation => self.kind_cooperation,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_is_written_and_french_marks_have_their_space() {
        for lang in [Lang::ES, Lang::EN, Lang::FR] {
            for text in of(lang).all() {
                assert!(!text.trim().is_empty(), "{lang}");
                for mark in [':', ';', '?', '!'] {
                    let stuck = text.match_indices(mark).any(|(at, _)| at > 0 && !text[..at].ends_with(' '));
                    assert!(lang != Lang::FR || !stuck, "{text}");
                }
            }
        }
    }
}
