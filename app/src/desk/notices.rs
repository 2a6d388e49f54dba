//! What one is told, newest first, with the way to the cell; how often letters tell it too; how many are unread.

use std::time::Duration;

use domain::account::Role;
use domain::notice::{Notice, NoticeKind, Notices, Preference};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::paths::{self, DeskRoute};
use super::sign_in::alert;
use super::{Session, Words, choice, shell, words};
use crate::i18n::fill;

/// How often the number of unread ones is asked for.
const LOOK_AGAIN: Duration = Duration::from_secs(60);

/// Asks for the number of unread ones now and once a minute, while somebody is signed in and looks.
pub fn count(session: Session) {
    let tag = StoredValue::new(String::new());
    let ask = move || {
        let is_signed_in = session.me.with_untracked(|me| matches!(me, Some(Ok(Some(_)))));
        if is_signed_in && !document().hidden() {
            spawn_local(async move {
                // Without an answer the number stays as it was.
                if let Ok(Some(notices)) = api::newer_notices(tag).await {
                    session.unread.set(notices.unread);
                }
            });
        }
    };
    Effect::new(move |_| {
        session.me.track();
        session.unread.set(0);
        tag.update_value(String::clear);
        ask();
    });
    // Fails only where there are no timers; the program runs as long as the page.
    let _ = set_interval_with_handle(ask, LOOK_AGAIN);
}

#[derive(Clone, Copy)]
struct Shown {
    notices: RwSignal<Notices>,
    problem: RwSignal<Option<String>>,
    session: Session,
}

impl Shown {
    fn take(self, words: Words, answer: Result<Notices, Failure>) {
        match answer {
            Ok(notices) => {
                self.session.unread.set(notices.unread);
                self.problem.set(None);
                self.notices.set(notices);
            }
            Err(failure) => self.problem.set(Some(words::failure(words, &failure))),
        }
    }

    /// Marks them as read.
    fn mark(self, words: Words, ids: Vec<i64>) {
        spawn_local(async move { self.take(words, api::mark_read(&ids).await) });
    }
}

/// The page.
pub fn page(words: Words) -> AnyView {
    let session = Session::get();
    let loaded: RwSignal<Option<Result<StoredValue<Notices>, Failure>>> = RwSignal::new(None);
    let load = move || {
        spawn_local(async move { loaded.set(Some(api::notices().await.map(StoredValue::new))) });
    };
    load();
    view! {
        <h1 class="page__title">{words.t.notices}</h1>
        {move || match loaded.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => shell::failed(words, &failure, load),
            Some(Ok(notices)) => draw(words, session, notices.get_value()),
        }}
    }
    .into_any()
}

fn draw(words: Words, session: Session, notices: Notices) -> AnyView {
    let t = words.t;
    session.unread.set(notices.unread);
    let shown = Shown { notices: RwSignal::new(notices), problem: RwSignal::new(None), session };
    let unread =
        move || shown.notices.with(|held| held.notices.iter().filter(|n| !n.read).map(|n| n.id).collect::<Vec<_>>());
    let all =
        move || {
            (!unread().is_empty()).then(|| view! {
            <button class="button button--quiet" type="button" on:click=move |_| shown.mark(words, untrack(unread))>
                {t.mark_all_read}
            </button>
        })
        };
    let list = move || {
        shown.notices.with(|held| match held.notices.is_empty() {
            true => view! { <p class="notice">{t.no_notices}</p> }.into_any(),
            false => {
                let lines = held.notices.iter().map(|notice| line(words, shown, notice));
                view! { <ol class="told">{lines.collect_view()}</ol> }.into_any()
            }
        })
    };
    let number =
        move || words.locale.count(shown.notices.with(|held| usize::try_from(held.unread).unwrap_or_default()));
    view! {
        <div class="desk__buttons">
            <p role="status">{move || fill(t.notices_unread, &[("n", &number())])}</p>
            {all}
        </div>
        {alert(shown.problem)}
        {list}
        {letters(words, shown)}
    }
    .into_any()
}

fn line(words: Words, shown: Shown, notice: &Notice) -> impl IntoView + use<> {
    let t = words.t;
    let (id, is_new) = (notice.id, !notice.read);
    let says_day = notice.kind == NoticeKind::YearOpened || notice.kind.is_reminder();
    let text = match (notice.text.is_empty(), says_day) {
        (true, _) => String::new(),
        (false, true) => fill(t.last_day_is, &[("day", &words.locale.day(&notice.text))]),
        (false, false) => notice.text.clone(),
    };
    let class = if is_new { "told__notice told__notice--new" } else { "told__notice" };
    let open = move |_| {
        if is_new {
            shown.mark(words, vec![id]);
        }
    };
    view! {
        <li class=class>
            <p>
                <a class="told__what" href=target(words, notice) on:click=open>{words::notice(words, notice)}</a>
                {is_new.then(|| view! { " " <span class="tag tag--submitted">{t.notice_new}</span> })}
            </p>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            <p class="told__when"><time datetime=notice.at.clone()>{words.locale.moment(&notice.at)}</time></p>
        </li>
    }
}

/// The page where something can be done about it.
fn target(words: Words, notice: &Notice) -> String {
    let reports = choice::has_role(&notice.plan, Role::is_of_institution);
    let route = if reports { DeskRoute::MyUpdates } else { DeskRoute::Review };
    let tongue = words.locale.tongue;
    match notice.kind {
        NoticeKind::Returned | NoticeKind::Approved | NoticeKind::Commented => {
            paths::of_cell(tongue, &route, &notice.plan, notice.year, &notice.code)
        }
        NoticeKind::YearOpened | NoticeKind::Deadline14 | NoticeKind::Deadline3 | NoticeKind::Deadline0 => {
            paths::of_year(tongue, &route, &notice.plan, notice.year)
        }
    }
}

/// How often letters come; a choice is kept at once.
fn letters(words: Words, shown: Shown) -> impl IntoView {
    let choices = Preference::ALL.map(|preference| {
        let is_chosen = move || shown.notices.with(|held| held.preference == preference);
        let choose = move |_| {
            spawn_local(async move { shown.take(words, api::set_preference(preference).await) });
        };
        view! {
            <label class="check">
                <input type="radio" name="letters" value=preference.word() prop:checked=is_chosen on:change=choose />
                {words::preference(words, preference)}
            </label>
        }
    });
    view! {
        <div class="desk__section">
            <fieldset class="letters">
                <legend>{words.t.letters}</legend>
                {choices.collect_view()}
            </fieldset>
        </div>
    }
}
