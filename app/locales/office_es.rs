//! The office in Spanish.

use super::OfficeTexts;

pub const TEXTS: OfficeTexts = OfficeTexts {
    pages: "Páginas",
    review: "Revisión",
    workshops: "Talleres",
    sign_in: "Ingresar",
    sign_in_needed: "Para ver esta página hay que ingresar",
};
