//! The plan response as ready bytes: read once for each revision, made once for each of the plan's
//! languages, however many ask at once. Also what is known about each plan's revision, and the choice of
//! encoding. Nothing here decides what is public.

use std::collections::HashMap;
use std::io::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, header};
use domain::document::PlanDocument;
use domain::id::PlanId;
use domain::indicator::Indicator;
use domain::text::Lang;
use domain::update::Update;
use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::evidence;
use crate::publish::Past;
use crate::state::AppState;
use crate::store;

/// Encodings of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Encoding {
    Brotli,
    Gzip,
    Identity,
}

impl Encoding {
    /// Value of Content-Encoding; none for plain bytes.
    pub fn header(self) -> Option<HeaderValue> {
        match self {
            Encoding::Brotli => Some(HeaderValue::from_static("br")),
            Encoding::Gzip => Some(HeaderValue::from_static("gzip")),
            Encoding::Identity => None,
        }
    }
}

/// What the reader takes, smallest first.
pub fn accepted_encodings(request: &HeaderMap) -> impl Iterator<Item = Encoding> {
    let mut taken = [false; 2];
    for value in request.get_all(header::ACCEPT_ENCODING).iter().filter_map(|v| v.to_str().ok()) {
        for part in value.split(',') {
            let (name, rest) = part.split_once(';').unwrap_or((part, ""));
            let quality = rest.trim().strip_prefix("q=").and_then(|q| q.trim().parse::<f32>().ok());
            let wanted = quality.is_none_or(|q| q > 0.0);
            match name.trim() {
                "br" => taken[0] = wanted,
                "gzip" => taken[1] = wanted,
                _ => {}
            }
        }
    }
    let both = [Encoding::Brotli, Encoding::Gzip].into_iter().zip(taken);
    both.filter_map(|(encoding, taken)| taken.then_some(encoding)).chain([Encoding::Identity])
}

/// True when the reader holds this version already (If-None-Match).
pub fn is_unchanged(request: &HeaderMap, etag: &HeaderValue) -> bool {
    let held = request.get_all(header::IF_NONE_MATCH).iter().filter_map(|v| v.to_str().ok());
    held.flat_map(|value| value.split(',')).any(|tag| {
        let tag = tag.trim();
        tag == "*" || tag.strip_prefix("W/").unwrap_or(tag).as_bytes() == etag.as_bytes()
    })
}

/// The plan response of one revision, whole or for readers of one language.
#[derive(Debug)]
pub struct Ready {
    tag: String,
    plain: Bytes,
    gzip: Bytes,
    /// Takes long to make; until it is there gzip is sent.
    brotli: OnceLock<Bytes>,
}

impl Ready {
    fn new(document: &PlanDocument, lang: Option<Lang>) -> Result<Self, Error> {
        let plain = match lang {
            Some(lang) => serde_json::to_vec(&document.clone().in_language(lang)),
            None => serde_json::to_vec(document),
        };
        let plain = plain.map_err(|e| Error::Internal(e.to_string()))?;
        let hash = Sha256::new().chain_update(&plain).chain_update(lang.as_ref().map_or("", Lang::as_str)).finalize();
        let hex: String = hash.iter().take(6).map(|b| format!("{b:02x}")).collect();
        Ok(Ready {
            tag: format!("{}-{hex}", document.revision),
            gzip: gzip(&plain).map_err(|e| Error::Internal(e.to_string()))?,
            plain: plain.into(),
            brotli: OnceLock::new(),
        })
    }

    /// The bytes in the best encoding that the reader takes, with their ETag: `"<revision>-<hash>"`, and
    /// the encoding when there is one, as a strong ETag must differ with the bytes.
    pub fn choose(&self, request: &HeaderMap) -> (Encoding, HeaderValue, Bytes) {
        for encoding in accepted_encodings(request) {
            let (bytes, suffix) = match encoding {
                Encoding::Brotli => match self.brotli.get() {
                    Some(bytes) => (bytes, "-br"),
                    None => continue,
                },
                Encoding::Gzip => (&self.gzip, "-gzip"),
                Encoding::Identity => (&self.plain, ""),
            };
            return (encoding, self.etag(suffix), bytes.clone());
        }
        (Encoding::Identity, self.etag(""), self.plain.clone())
    }

    /// True when the reader holds these bytes in any encoding.
    pub fn is_held(&self, request: &HeaderMap) -> bool {
        ["", "-br", "-gzip"].iter().any(|suffix| is_unchanged(request, &self.etag(suffix)))
    }

    fn etag(&self, suffix: &str) -> HeaderValue {
        let etag = format!("\"{}{suffix}\"", self.tag);
        HeaderValue::from_str(&etag).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
    }
}

fn gzip(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(6));
    encoder.write_all(plain)?;
    Ok(encoder.finish()?.into())
}

fn brotli(plain: &[u8]) -> std::io::Result<Bytes> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 24, ..Default::default() };
    brotli::BrotliCompress(&mut &plain[..], &mut out, &params)?;
    Ok(out.into())
}

/// One revision of a plan: what is public of it, and the forms that were asked for.
#[derive(Debug)]
struct Edition {
    document: Arc<PlanDocument>,
    /// The whole plan (no language) and one for each language of the plan; never more.
    forms: RwLock<Vec<(Option<Lang>, Arc<Ready>)>>,
}

impl Edition {
    /// Languages that the plan does not have share the form of its default one.
    fn key(&self, asked: Option<Lang>) -> Option<Lang> {
        asked.map(|lang| self.document.plan.language_for(lang))
    }

    fn form(&self, asked: Option<Lang>) -> Option<Arc<Ready>> {
        let key = self.key(asked);
        let forms = self.forms.read().unwrap_or_else(PoisonError::into_inner);
        forms.iter().find(|(lang, _)| *lang == key).map(|(_, ready)| ready.clone())
    }

    /// Makes a form that is not there. One at a time: the caller holds the slot's `building`.
    async fn make(&self, asked: Option<Lang>) -> Result<Arc<Ready>, Error> {
        let (key, document) = (self.key(asked), self.document.clone());
        let ready = Arc::new(blocking(move || Ready::new(&document, key)).await?);
        self.forms.write().unwrap_or_else(PoisonError::into_inner).push((key, ready.clone()));
        Ok(ready)
    }
}

/// One plan.
#[derive(Debug)]
struct Slot {
    id: PlanId,
    /// The newest revision that is known to be committed.
    revision: AtomicI64,
    edition: RwLock<Option<Arc<Edition>>>,
    building: tokio::sync::Mutex<()>,
    compressing: tokio::sync::Mutex<()>,
}

impl Slot {
    fn new(id: PlanId, revision: i64) -> Self {
        Slot {
            id,
            revision: AtomicI64::new(revision),
            edition: RwLock::new(None),
            building: tokio::sync::Mutex::new(()),
            compressing: tokio::sync::Mutex::new(()),
        }
    }

    fn edition(&self) -> Option<Arc<Edition>> {
        self.edition.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fresh(&self) -> Option<Arc<Edition>> {
        self.edition().filter(|edition| edition.document.revision >= self.revision.load(Ordering::Acquire))
    }

    fn put(&self, edition: &Arc<Edition>) {
        self.revision.fetch_max(edition.document.revision, Ordering::AcqRel);
        *self.edition.write().unwrap_or_else(PoisonError::into_inner) = Some(edition.clone());
    }
}

/// All plans by address.
#[derive(Debug, Default)]
pub struct Cache {
    slots: RwLock<HashMap<String, Arc<Slot>>>,
}

impl Cache {
    /// Notes that a revision of a plan is committed. Older news than what is known changes nothing.
    pub fn note(&self, slug: &str, id: PlanId, revision: i64) {
        self.noted(slug, id, revision);
    }

    fn noted(&self, slug: &str, id: PlanId, revision: i64) -> Arc<Slot> {
        let held = self.slot(slug).filter(|slot| slot.id == id);
        let slot = held.unwrap_or_else(|| {
            let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
            let slot = slots.entry(slug.to_owned()).or_insert_with(|| Arc::new(Slot::new(id, revision)));
            if slot.id != id {
                // A plan that was removed and brought in again has another id.
                *slot = Arc::new(Slot::new(id, revision));
            }
            slot.clone()
        });
        slot.revision.fetch_max(revision, Ordering::AcqRel);
        slot
    }

    /// Forgets the plans that are no longer there.
    pub fn retain(&self, is_there: impl Fn(&str, PlanId) -> bool) {
        let mut slots = self.slots.write().unwrap_or_else(PoisonError::into_inner);
        slots.retain(|slug, slot| is_there(slug, slot.id));
    }

    fn slot(&self, slug: &str) -> Option<Arc<Slot>> {
        self.slots.read().unwrap_or_else(PoisonError::into_inner).get(slug).cloned()
    }

    /// The plan response, ready to send: whole, or for readers of one language.
    pub async fn plan(&self, state: &AppState, slug: &str, lang: Option<Lang>) -> Result<Arc<Ready>, Error> {
        if let Some(ready) = self.slot(slug).and_then(|slot| slot.fresh()?.form(lang)) {
            return Ok(ready);
        }
        let slot = match self.slot(slug) {
            Some(slot) => slot,
            None => {
                let mut tx = state.begin_read().await?;
                let found = store::plans::find(&mut tx, slug).await?;
                let (id, revision) = found.ok_or(Error::NotFound("plan"))?;
                self.noted(slug, id, revision)
            }
        };
        // All others of a burst wait here for the first, and find its work done.
        let _building = slot.building.lock().await;
        let edition = match slot.fresh() {
            Some(edition) => edition,
            None => {
                let edition = read(state, slug).await?;
                slot.put(&edition);
                edition
            }
        };
        if let Some(ready) = edition.form(lang) {
            return Ok(ready);
        }
        let ready = edition.make(lang).await?;
        tokio::spawn(compress(slot.clone(), edition, ready.clone()));
        Ok(ready)
    }
}

async fn read(state: &AppState, slug: &str) -> Result<Arc<Edition>, Error> {
    let mut tx = state.begin_read().await?;
    let (stored, steps) = store::plans::with_past(&mut tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    drop(tx);
    let document = blocking(move || {
        let (k, past) = (stored.data.plan.suppression_threshold, Past::new((steps, Vec::new())));
        let slug = &stored.data.plan.slug;
        let publish = |i: &Indicator, update: &Update| evidence::linked(past.publish(i, update, k), slug);
        Ok(PlanDocument::with_published(&stored.data, stored.revision, publish))
    });
    let document = document.await?;
    Ok(Arc::new(Edition { document: Arc::new(document), forms: RwLock::default() }))
}

/// Work that would hold up other requests.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Error> + Send + 'static) -> Result<T, Error> {
    tokio::task::spawn_blocking(work).await.map_err(|e| Error::Internal(e.to_string()))?
}

/// Adds the smallest form, one at a time, unless a newer revision came meanwhile.
async fn compress(slot: Arc<Slot>, edition: Arc<Edition>, ready: Arc<Ready>) {
    let _compressing = slot.compressing.lock().await;
    if slot.edition().is_none_or(|current| !Arc::ptr_eq(&current, &edition)) {
        return;
    }
    let plain = ready.plain.clone();
    match blocking(move || brotli(&plain).map_err(|e| Error::Internal(e.to_string()))).await {
        // Set once: nobody else compresses this form.
        Ok(bytes) => drop(ready.brotli.set(bytes)),
        Err(error) => tracing::error!(%error, "brotli failed"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: header::HeaderName, value: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(name, HeaderValue::from_static(value))])
    }

    #[test]
    fn the_smallest_accepted_encoding_comes_first() {
        let chosen = |value| {
            let request = with(header::ACCEPT_ENCODING, value);
            accepted_encodings(&request).next().unwrap()
        };
        for (value, wanted) in [
            ("gzip, deflate, br", Encoding::Brotli),
            ("br;q=0, gzip;q=0.5", Encoding::Gzip),
            ("gzip", Encoding::Gzip),
            ("deflate", Encoding::Identity),
            ("", Encoding::Identity),
        ] {
            assert_eq!(chosen(value), wanted, "{value}");
        }
    }

    #[test]
    fn a_held_version_is_recognised() {
        let etag = HeaderValue::from_static("\"7-ab\"");
        for (value, wanted) in
            [("\"7-ab\"", true), ("W/\"7-ab\"", true), ("\"6-ab\", \"7-ab\"", true), ("*", true), ("\"7\"", false)]
        {
            assert_eq!(is_unchanged(&with(header::IF_NONE_MATCH, value), &etag), wanted, "{value}");
        }
    }
}
