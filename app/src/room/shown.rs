//! What an item shows, as markup: its place in the plan, its fields, the count once it may be seen, reasons, the
//! decision, proposals and comments.

use domain::workshop::item::{Item, ItemAction};
use domain::workshop::proposal::{Author, Proposal, ProposalState};
use domain::workshop::room::{RoomHeader, RoomInstitution};
use domain::workshop::tally::{Position, Tally};
use leptos::prelude::With;
use maud::{Markup, html};

use super::store::RoomStore;
use super::{Words, words as w};
use crate::ui::bar::bar;
use crate::words as shared;

/// Everything that drawing an item needs.
pub struct Scene {
    /// Words.
    pub words: Words,
    /// The workshop.
    pub header: RoomHeader,
    /// Institutions.
    pub institutions: Vec<RoomInstitution>,
    /// Number of the participant who looks.
    pub own: i64,
}

impl Scene {
    /// The one of the page, tracked.
    pub fn get(words: Words, store: RoomStore) -> Option<Scene> {
        let own = store.you.with(|you| you.as_ref().map_or(0, |you| you.participant));
        let institutions = store.institutions.with(Clone::clone);
        Some(Scene { words, header: store.header.with(Clone::clone)?, institutions, own })
    }

    fn name(&self, code: &str) -> String {
        w::institution(self.words, &self.institutions, code)
    }

    fn by(&self, by: &Author) -> String {
        if by.institution.is_empty() { by.name.clone() } else { format!("{}, {}", by.name, by.institution) }
    }

    /// Place in the plan, code, title, state.
    pub fn head(&self, item: &Item) -> Markup {
        let (lang, default) = (self.words.locale.tongue.lang(), self.header.default_language);
        let title = item.row.title.pick(lang, default);
        html! {
            @if !item.path.is_empty() {
                ol.room__path role="list" aria-label=(self.words.locale.t.place_in_plan) {
                    @for place in &item.path {
                        li { b { (place.code) } " " (place.title.get(lang, default)) }
                    }
                }
            }
            h1.room__title #item-title tabindex="-1" {
                span.room__code { (item.row.code) } " "
                span lang=[title.map(|(found, _)| found.as_str().to_owned())] { (title.map_or("", |(_, text)| text)) }
            }
            p.room__state {
                span class={ "tag room__tag--" (item.row.state.word()) } { (w::item_state(self.words, item.row.state)) }
                @if item.answered > 0 || item.row.state == domain::workshop::item::ItemState::Open {
                    " "
                    span { (self.words.locale.plural(item.answered as usize, self.words.t.answered_one, self.words.t.answered_other)) }
                }
            }
        }
    }

    /// The fields that have a value, in the reader's language.
    pub fn facts(&self, item: &Item) -> Option<Markup> {
        let subject = w::subject(item)?;
        let (lang, default) = (self.words.locale.tongue.lang(), self.header.default_language);
        let fields = subject.fields(&self.header.languages, self.header.first_year..=self.header.last_year);
        let (own, other) = (format!(".{lang}"), format!(".{default}"));
        let is_own = |path: &str| {
            let Some((name, part)) = path.split_once('.') else { return true };
            if !self.header.languages.iter().any(|language| language.as_str() == part) {
                return true;
            }
            let has_own = subject.get(&format!("{name}{own}")).ok().flatten().is_some();
            path.ends_with(if has_own { &own } else { &other })
        };
        let shown = fields.iter().filter(|field| !field.path.starts_with("title.") && is_own(&field.path));
        let shown: Vec<_> = shown.filter_map(|field| Some((&field.path, subject.get(&field.path).ok()??))).collect();
        Some(html! {
            dl.room__facts {
                @for (path, value) in shown {
                    @let name = path.split('.').next().filter(|_| is_text(path)).unwrap_or(path.as_str());
                    div { dt { (w::field(self.words, name)) } dd { (w::value(self.words, item, path, Some(&value))) } }
                }
            }
        })
    }

    /// The decision, the count and the reasons.
    pub fn outcome(&self, item: &Item) -> Markup {
        let t = self.words.t;
        html! {
            @if let Some(decision) = &item.decision {
                section.room__decision {
                    h2 { (t.decision) ": " (w::item_state(self.words, decision.state)) }
                    @if !decision.reason.is_empty() { p { (decision.reason) } }
                    @for applied in &decision.applied {
                        (self.change(item, &applied.change))
                    }
                }
            }
            @if let Some(tally) = &item.tally { (self.tally(tally)) }
            @if !item.reasons.is_empty() {
                section {
                    h2 { (t.reasons) }
                    ul.room__list role="list" {
                        @for reason in &item.reasons {
                            li {
                                b { (w::position(self.words, reason.position)) } " · " (reason.text)
                                small.room__by { (reason.name) " " (reason.institution) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn tally(&self, tally: &Tally) -> Markup {
        let t = self.words.t;
        let colours = ["met", "at_risk", "off_track", "not_due"];
        html! {
            section.room__tally {
                h2 { (t.result_people) }
                (bar(colours.into_iter().zip(Position::ALL.map(|position| tally.counts.of(position)))))
                ul.room__shares role="list" {
                    @for (share, colour) in tally.shares.iter().zip(colours) {
                        li {
                            span class={ "mark state--" (colour) } aria-hidden="true" {}
                            (w::position(self.words, share.position)) " " b { (share.count) } " (" (share.percent) " %)"
                        }
                    }
                }
                h2 { (t.result_institutions) }
                @for kind in &tally.kinds {
                    h3 { (shared::institution_kind(self.words.locale, kind.kind)) }
                    ul.room__voices role="list" {
                        @for voice in tally.institutions.iter().filter(|voice| voice.kind == kind.kind) {
                            li { span { (self.name(&voice.institution)) } b { (w::voice(self.words, voice)) } }
                        }
                    }
                }
            }
        }
    }

    /// Before and after of a field.
    pub fn change(&self, item: &Item, change: &domain::change::FieldChange) -> Markup {
        let value = |leaf| w::value(self.words, item, &change.field, leaf);
        html! {
            p.room__change {
                span { (w::field(self.words, &change.field)) ": " }
                del { span.visually-hidden { (self.words.t.before) " " } (value(change.before.as_ref())) }
                " → "
                ins { span.visually-hidden { (self.words.t.after) " " } (value(change.after.as_ref())) }
            }
        }
    }

    /// One proposal: what, who, what became of it.
    pub fn proposal(&self, item: &Item, proposal: &Proposal) -> Markup {
        let t = self.words.t;
        let merged = proposal.merged_into.map(|id| format!(" → {id}")).unwrap_or_default();
        html! {
            (self.change(item, &proposal.change))
            @if let Some(first) = &proposal.edited_from {
                p.room__by { (t.proposed_first) ": " (w::value(self.words, item, &proposal.change.field, first.after.as_ref())) }
            }
            @if !proposal.reason.is_empty() { p { (proposal.reason) } }
            p.room__by {
                (proposal.id) " · " (self.by(&proposal.by)) " · " b { (w::proposal_state(self.words, proposal.state)) (merged) }
                @if proposal.is_stale { " · " (t.stale) }
                @if !proposal.seconds.is_empty() {
                    " · " (self.words.locale.plural(proposal.seconds.len(), t.seconds_one, t.seconds_other))
                }
            }
            @if !proposal.answer.is_empty() { p.room__by { (t.answer) ": " (proposal.answer) } }
        }
    }

    /// All proposals, those of others with a button to second them.
    pub fn proposals(&self, item: &Item, seconded: impl Fn(&Proposal) -> bool) -> Markup {
        let t = self.words.t;
        let may = |proposal: &Proposal| {
            let open = matches!(proposal.state, ProposalState::Made | ProposalState::Accepted);
            open && proposal.by.participant != self.own && item.allowed.contains(&ItemAction::Second)
        };
        html! {
            @if !item.proposals.is_empty() {
                h2 { (t.proposals) " (" (item.proposals.len()) ")" }
                ul.room__list role="list" {
                    @for proposal in &item.proposals {
                        li {
                            (self.proposal(item, proposal))
                            @if may(proposal) {
                                @let on = seconded(proposal);
                                button.chip.room__second type="button" aria-pressed=(on.to_string()) data-action={ "second " (proposal.id) }
                                    aria-label={ (t.second) " " (proposal.id) } { (t.second) }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What was said.
    pub fn comments(&self, item: &Item) -> Markup {
        html! {
            @if !item.comments.is_empty() {
                h2 { (self.words.t.comments) " (" (item.comments.len()) ")" }
                ul.room__list role="list" {
                    @for comment in &item.comments {
                        li { (comment.text) small.room__by { (self.by(&comment.by)) } }
                    }
                }
            }
        }
    }
}

fn is_text(path: &str) -> bool {
    ["definition.", "method.", "verification.", "unit.", "description."].iter().any(|name| path.starts_with(name))
}
