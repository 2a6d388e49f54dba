//! The office in French.

use super::OfficeTexts;

pub const TEXTS: OfficeTexts = OfficeTexts {
    pages: "Pages",
    review: "Vérification",
    workshops: "Ateliers",
    sign_in: "Se connecter",
    sign_in_needed: "Connectez-vous pour voir cette page",
};
