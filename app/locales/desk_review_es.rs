//! Checking an update, and working beside others, in Spanish.

use super::ReviewTexts;

pub const TEXTS: ReviewTexts = ReviewTexts {
    also_here: "También aquí: {names}",
    also_here_at: "{name} (en {code})",
    has_it_open: "{name} lo tiene abierto",
    saved_by: "Guardado por {name}, {date}",
    chart_of: "{code} por año: lo publicado, lo esperado y lo reportado",
    expected_range: "Esperado según sus años anteriores: de {lower} a {upper}.",
    expected_inside: "El valor reportado está dentro.",
    expected_outside: "El valor reportado está fuera.",
    expected_unknown: "Hay menos de tres años publicados: no se sabe qué esperar.",
    key_published: "publicado",
    key_reported: "reportado",
    key_target: "meta",
    key_expected: "esperado",
    changed_since_return: "Qué cambió desde la devolución",
    changed_since_published: "Qué cambia respecto de lo publicado",
    changed_nothing: "Nada.",
    changed_field: "Dato",
    changed_before: "Antes",
    changed_after: "Ahora",
    evidence_view: "Ver {name}",
    evidence_download: "Descargar",
    evidence_internal: "interno",
    evidence_none: "Sin medio de verificación.",
    keys: "Teclas: n siguiente, p anterior, a aprobar, r razón de la devolución, Esc cerrar.",
    approved_one: "{code}: aprobado",
};
