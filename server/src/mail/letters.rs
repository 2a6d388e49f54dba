//! What letters say, in the language of whoever gets them.

use domain::account::Membership;
use domain::text::Lang;

use crate::auth::links::Purpose;
use crate::store::accounts::Account;

/// A letter in plain text.
#[derive(Clone, Debug)]
pub struct Letter {
    /// `Name <address>`.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// Text.
    pub text: String,
}

impl Letter {
    /// A link that sets a password.
    pub fn link(account: &Account, purpose: Purpose, public_url: &str, secret: &str) -> Letter {
        let language = page_language(account.language);
        let link = format!("{public_url}/{language}/link/{secret}");
        let (subject, before, after) = words(language, purpose);
        Letter {
            to: mailbox(account),
            subject: subject.to_owned(),
            text: format!("{}\n\n{before}\n\n{link}\n\n{after}\n", account.name),
        }
    }
}

impl Letter {
    /// Somebody who can sign in already has another post: its name, its institution, and the plan's title.
    pub fn post(account: &Account, post: &Membership, title: &str, public_url: &str) -> Letter {
        let language = page_language(account.language);
        let (subject, before) = match language {
            "en" => ("You have a new post in Matriz", "You have been given a post in the plan:"),
            "fr" => ("Vous avez une nouvelle fonction dans Matriz", "Une fonction vous a été confiée dans le plan :"),
            _ => ("Tiene un nuevo cargo en Matriz", "Se le ha dado un cargo en el plan:"),
        };
        let name = match post.institution.as_str() {
            "" => post.post.clone(),
            institution => format!("{}, {institution}", post.post),
        };
        let link = format!("{public_url}/{language}/plans/{}", post.plan);
        let text = format!("{}\n\n{before}\n\n{name}\n{title}\n\n{link}\n", account.name);
        Letter { to: mailbox(account), subject: subject.to_owned(), text }
    }
}

impl Letter {
    /// Somebody who manages people took the second factor away.
    pub fn second_factor_reset(account: &Account, public_url: &str) -> Letter {
        let language = page_language(account.language);
        let (subject, text) = match language {
            "en" => (
                "Your second factor in Matriz was removed",
                "Whoever manages the people of the plan removed the second factor of your account, and all your sessions \
                 ended. Sign in and set it up again. If you did not ask for this, change your password and tell them.",
            ),
            "fr" => (
                "Votre second facteur dans Matriz a été supprimé",
                "La personne qui gère les accès du plan a supprimé le second facteur de votre compte, et toutes vos \
                 sessions ont pris fin. Connectez-vous et configurez-le à nouveau. Si vous ne l’avez pas demandé, \
                 changez votre mot de passe et prévenez-la.",
            ),
            _ => (
                "Se quitó su segundo factor en Matriz",
                "Quien gestiona las personas del plan quitó el segundo factor de su cuenta, y todas sus sesiones \
                 terminaron. Ingrese y configúrelo de nuevo. Si usted no lo pidió, cambie su contraseña y avísele.",
            ),
        };
        let text = format!("{}\n\n{text}\n\n{public_url}/{language}/account\n", account.name);
        Letter { to: mailbox(account), subject: subject.to_owned(), text }
    }
}

/// The program's own language that is nearest to a person's.
pub fn page_language(language: Lang) -> &'static str {
    match language {
        Lang::EN => "en",
        Lang::FR => "fr",
        _ => "es",
    }
}

/// Quoted, as a name may hold a comma.
pub(super) fn mailbox(account: &Account) -> String {
    let name: String = account.name.chars().filter(|c| !c.is_control() && !matches!(c, '"' | '\\')).collect();
    format!("\"{name}\" <{}>", account.email)
}

fn words(language: &str, purpose: Purpose) -> (&'static str, &'static str, &'static str) {
    match (language, purpose) {
        ("en", Purpose::Invitation) => (
            "Your access to Matriz",
            "You have been given access to report on the plan. Open this link and choose your password:",
            "The link works once, for 24 hours. If it has expired, ask for another one on the sign-in page.",
        ),
        ("en", Purpose::Reset) => (
            "A new password for Matriz",
            "Somebody asked for a new password for this address. If it was you, open this link:",
            "The link works once, for 24 hours. If it was not you, do nothing: your password stays.",
        ),
        ("fr", Purpose::Invitation) => (
            "Votre accès à Matriz",
            "Un accès vous a été ouvert pour rendre compte du plan. Ouvrez ce lien et choisissez votre mot de passe :",
            "Le lien fonctionne une seule fois, pendant 24 heures. S’il a expiré, demandez-en un autre sur la page de connexion.",
        ),
        ("fr", Purpose::Reset) => (
            "Un nouveau mot de passe pour Matriz",
            "Quelqu’un a demandé un nouveau mot de passe pour cette adresse. Si c’était vous, ouvrez ce lien :",
            "Le lien fonctionne une seule fois, pendant 24 heures. Sinon, ne faites rien : votre mot de passe reste le même.",
        ),
        (_, Purpose::Invitation) => (
            "Su acceso a Matriz",
            "Se le ha dado acceso para reportar el avance del plan. Abra este enlace y elija su contraseña:",
            "El enlace sirve una sola vez, durante 24 horas. Si venció, pida otro en la página de ingreso.",
        ),
        (_, Purpose::Reset) => (
            "Una nueva contraseña para Matriz",
            "Alguien pidió una nueva contraseña para esta dirección. Si fue usted, abra este enlace:",
            "El enlace sirve una sola vez, durante 24 horas. Si no fue usted, no haga nada: su contraseña sigue igual.",
        ),
    }
}

#[cfg(test)]
mod tests {
    use domain::id::AccountId;

    use super::*;

    #[test]
    fn each_language_has_its_own_words_and_the_link() {
        let mut subjects = Vec::new();
        for language in [Lang::ES, Lang::EN, Lang::FR] {
            let account = Account {
                id: AccountId(1),
                email: "ana@example.org".into(),
                name: "Ana \"X\" Ríos, MIMDES".into(),
                language,
                password: None,
                disabled: false,
            };
            for purpose in [Purpose::Invitation, Purpose::Reset] {
                let letter = Letter::link(&account, purpose, "https://plan.example.org", "s3cret");
                let link = format!("https://plan.example.org/{language}/link/s3cret");
                assert!(letter.text.lines().any(|line| line == link), "{}", letter.text);
                assert_eq!(letter.to, "\"Ana X Ríos, MIMDES\" <ana@example.org>");
                subjects.push(letter.subject);
            }
        }
        subjects.sort();
        subjects.dedup();
        assert_eq!(subjects.len(), 6);
    }
}
