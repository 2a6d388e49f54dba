//! Checking an update, and working beside others, in French.

use super::ReviewTexts;

pub const TEXTS: ReviewTexts = ReviewTexts {
    also_here: "Également ici : {names}",
    also_here_at: "{name} (sur {code})",
    has_it_open: "{name} l’a ouvert",
    saved_by: "Enregistré par {name}, {date}",
    chart_of: "{code} par année : publié, attendu et déclaré",
    expected_range: "Attendu d’après ses années antérieures : de {lower} à {upper}.",
    expected_inside: "La valeur déclarée est dans l’intervalle.",
    expected_outside: "La valeur déclarée est hors de l’intervalle.",
    expected_unknown: "Moins de trois années sont publiées : rien à attendre encore.",
    key_published: "publié",
    key_reported: "déclaré",
    key_target: "cible",
    key_expected: "attendu",
    changed_since_return: "Ce qui a changé depuis le renvoi",
    changed_since_published: "Ce qui change par rapport au publié",
    changed_nothing: "Rien.",
    changed_field: "Donnée",
    changed_before: "Avant",
    changed_after: "Maintenant",
    evidence_view: "Voir {name}",
    evidence_download: "Télécharger",
    evidence_internal: "interne",
    evidence_none: "Aucun moyen de vérification.",
    keys: "Touches : n suivant, p précédent, a approuver, r raison du renvoi, Échap fermer.",
    approved_one: "{code} : approuvé",
};
