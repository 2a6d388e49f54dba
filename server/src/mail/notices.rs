//! The letter that tells notices. Which update it is and where to read more; never a figure, nor what was said,
//! which may hold one.

use domain::notice::{Notice, NoticeKind};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use super::letters::{Letter, mailbox, page_language};
use crate::store::accounts::Account;

/// What a code in a path may hold unencoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Most notices that a letter tells one by one.
const MOST: usize = 30;

impl Letter {
    /// What waits for a person, oldest first.
    pub fn notices(account: &Account, notices: &[Notice], public_url: &str) -> Letter {
        let language = page_language(account.language);
        let words = words(language);
        let mut text = format!("{}\n\n{}\n", account.name, words.before);
        for notice in notices.iter().take(MOST) {
            let link = link(language, notice, public_url);
            text.push_str(&format!("\n- {}\n  {link}\n", line(&words, notice)));
        }
        if notices.len() > MOST {
            text.push_str(&format!("\n{} {}\n", words.more, notices.len() - MOST));
        }
        text.push_str(&format!("\n{}\n{public_url}/{language}/plans\n", words.after));
        let subject = match notices {
            [only] => format!("Matriz: {}", line(&words, only)),
            _ => format!("Matriz: {} ({})", words.subject, notices.len()),
        };
        Letter { to: mailbox(account), subject, text }
    }
}

fn link(language: &str, notice: &Notice, public_url: &str) -> String {
    let plan = format!("{public_url}/{language}/plans/{}", notice.plan);
    match notice.kind {
        NoticeKind::Returned | NoticeKind::Approved | NoticeKind::Commented => {
            format!("{plan}/indicators/{}", utf8_percent_encode(&notice.code, SEGMENT))
        }
        _ => plan,
    }
}

fn line(words: &Words, notice: &Notice) -> String {
    let Notice { code, year, text, .. } = notice;
    match notice.kind {
        NoticeKind::Returned => format!("{}: {code}, {year}", words.returned),
        NoticeKind::Approved => format!("{}: {code}, {year}", words.approved),
        NoticeKind::Commented => format!("{}: {code}, {year}", words.commented),
        NoticeKind::YearOpened if text.is_empty() => format!("{} {year}", words.opened),
        NoticeKind::YearOpened => format!("{} {year} ({} {text})", words.opened, words.until),
        NoticeKind::Deadline14 | NoticeKind::Deadline3 => format!("{} {text}: {code}, {year}", words.last_day),
        NoticeKind::Deadline0 => format!("{}: {code}, {year}", words.today),
    }
}

struct Words {
    subject: &'static str,
    before: &'static str,
    after: &'static str,
    more: &'static str,
    returned: &'static str,
    approved: &'static str,
    commented: &'static str,
    opened: &'static str,
    until: &'static str,
    last_day: &'static str,
    today: &'static str,
}

fn words(language: &str) -> Words {
    match language {
        "en" => Words {
            subject: "news about your updates",
            before: "This is new since the last letter:",
            after: "How often you get these letters is yours to choose, once you have signed in:",
            more: "And more:",
            returned: "Sent back for correction",
            approved: "Approved",
            commented: "New comment",
            opened: "Open for reporting:",
            until: "until",
            last_day: "Last day to report",
            today: "Today is the last day to report",
        },
        "fr" => Words {
            subject: "des nouvelles de vos rapports",
            before: "Voici ce qui est nouveau depuis la dernière lettre :",
            after: "Vous choisissez la fréquence de ces lettres après vous être connecté :",
            more: "Et d’autres :",
            returned: "Renvoyé pour correction",
            approved: "Approuvé",
            commented: "Nouveau commentaire",
            opened: "Ouvert aux rapports :",
            until: "jusqu’au",
            last_day: "Dernier jour pour le rapport, le",
            today: "Aujourd’hui est le dernier jour pour le rapport",
        },
        _ => Words {
            subject: "novedades de sus reportes",
            before: "Esto es nuevo desde la última carta:",
            after: "Cada cuánto recibe estas cartas lo elige usted, después de ingresar:",
            more: "Y otros más:",
            returned: "Devuelto para corregir",
            approved: "Aprobado",
            commented: "Nuevo comentario",
            opened: "Abierto para reportar:",
            until: "hasta el",
            last_day: "Último día para reportar, el",
            today: "Hoy es el último día para reportar",
        },
    }
}

#[cfg(test)]
mod tests {
    use domain::id::AccountId;
    use domain::text::Lang;

    use super::*;

    fn notice(kind: NoticeKind, code: &str, text: &str) -> Notice {
        let (at, plan) = ("2011-03-01T12:00:00Z".to_owned(), "small".to_owned());
        Notice { id: 1, at, kind, plan, code: code.to_owned(), year: 2009, text: text.to_owned(), read: false }
    }

    fn letter(language: Lang, notices: &[Notice]) -> Letter {
        let (email, name) = ("ana@example.org".to_owned(), "Ana".to_owned());
        let account = Account { id: AccountId(1), email, name, language, password: None, disabled: false };
        Letter::notices(&account, notices, "https://plan.example.org")
    }

    #[test]
    fn each_kind_has_its_words_in_each_language() {
        let mut lines = Vec::new();
        for language in [Lang::ES, Lang::EN, Lang::FR] {
            for kind in NoticeKind::ALL.into_iter().filter(|kind| *kind != NoticeKind::Deadline3) {
                let letter = letter(language, &[notice(kind, "1.1-a", "2010-03-31")]);
                assert!(letter.text.contains(&format!("/{language}/plans/small")), "{}", letter.text);
                assert!(letter.subject.contains("2009"), "{}", letter.subject);
                lines.push(letter.subject);
            }
        }
        lines.sort();
        lines.dedup();
        assert_eq!(lines.len(), 18, "{lines:?}");
    }

    #[test]
    fn what_was_said_is_not_in_the_letter() {
        for kind in [NoticeKind::Returned, NoticeKind::Commented] {
            let letter = letter(Lang::ES, &[notice(kind, "1.1-a/b", "son 7 víctimas")]);
            assert!(!format!("{letter:?}").contains("víctimas"), "{letter:?}");
            assert!(letter.text.contains("/indicators/1.1-a%2Fb\n"), "{}", letter.text);
        }
    }

    #[test]
    fn a_letter_about_hundreds_stays_short() {
        let many = vec![notice(NoticeKind::Approved, "1.1-a", ""); 200];
        let letter = letter(Lang::EN, &many);
        assert_eq!(letter.subject, "Matriz: news about your updates (200)");
        assert_eq!(letter.text.matches("\n- ").count(), MOST);
        assert!(letter.text.contains("And more: 170"), "{}", letter.text);
    }
}
