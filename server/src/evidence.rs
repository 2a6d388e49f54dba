//! Files that updates name: which of them an institution may name, who may read them, how plan files tell of
//! them, and when they are forgotten. Their contents are in `files`, their uploads in `routes::uploads`.

use domain::account::Rights;
use domain::error::FieldErrorCode;
use domain::evidence::{EvidenceFile, is_file_name, is_hash};
use domain::id::{AccountId, PlanId};
use domain::update::{Evidence, Update};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

use crate::auth;
use crate::db::Tx;
use crate::error::Error;
use crate::files::blocking;
use crate::files::kind::fitting_name;
use crate::state::AppState;
use crate::store;
use crate::store::evidence::Named;

/// What is escaped in a name: all that is not in every address and header as it is.
const ESCAPED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.');

/// How long an upload is kept, and a file that no update names, in seconds.
const KEPT: i64 = 24 * 3600;

/// Most links and files of one update.
const MOST: usize = 50;

/// Says of each file what is known of it, whatever the writer said. Refuses files that the institution has
/// not, and the account has not handed in: a hash alone opens nothing.
pub async fn settle(
    tx: &mut Tx,
    plan: PlanId,
    institution: &str,
    account: Option<AccountId>,
    at: &str,
    evidence: &mut [Evidence],
) -> Result<(), Error> {
    let wrong = |code, message: &str| Error::field("evidence", code, message);
    if evidence.len() > MOST {
        return Err(wrong(FieldErrorCode::OutOfRange, &format!("at most {MOST} links and files")));
    }
    for Evidence { url, file, .. } in evidence {
        let Some(file) = file else { continue };
        // The link of a public file is ours (`linked`): it comes back with what was read.
        let place = format!("/files/{}/{}", file.hash, escaped(&file.name));
        *url = url.take().filter(|url| !url.ends_with(&place));
        if !is_file_name(&file.name) || !is_hash(&file.hash) {
            let message = "a file has a name without slashes, and the hash that its upload gave";
            return Err(wrong(FieldErrorCode::Malformed, message));
        }
        let known = store::evidence::known(tx, plan, institution, account, &file.hash).await?;
        let unknown = || wrong(FieldErrorCode::Unknown, "there is no such file; hand it in first");
        let (media_type, size) = known.ok_or_else(unknown)?;
        file.name = fitting_name(&file.name, &media_type);
        file.media_type = media_type;
        file.size = size.unsigned_abs();
        if let Some(account) = account {
            store::uploads::attach(tx, account, &file.hash, at).await?;
        }
    }
    Ok(())
}

/// True for everybody: the published update gives the file to them.
pub fn is_open(named: &[Named]) -> bool {
    named.iter().any(|named| named.is_published && named.is_public)
}

/// For those who work on an update that names the file, or named it when it was published: that update.
pub fn read_as<'a>(named: &'a [Named], rights: &Rights) -> Option<&'a Named> {
    named.iter().find(|named| rights.reviews || rights.may_report_for(&named.responsible))
}

/// A name as it stands in addresses and headers.
pub fn escaped(name: &str) -> String {
    utf8_percent_encode(name, ESCAPED).to_string()
}

/// Where a file is read.
pub fn path(plan: &str, file: &EvidenceFile) -> String {
    format!("/api/plans/{plan}/files/{}/{}", file.hash, escaped(&file.name))
}

/// A public update with the place of each of its files as a link, so that whoever shows links shows them too.
pub fn linked(mut update: Update, plan: &str) -> Update {
    for evidence in &mut update.evidence {
        if let (None, Some(file)) = (&evidence.url, &evidence.file) {
            evidence.url = Some(path(plan, file));
        }
    }
    update
}

/// The update as a plan file tells it: links in place of the files that everybody may read, where it is known
/// under which address the server is reached; of other files the title.
pub fn told(mut update: Update, plan: &str, public_url: Option<&str>) -> Update {
    for evidence in &mut update.evidence {
        if let Some(file) = evidence.file.take().filter(|file| file.public) {
            evidence.url = public_url.map(|url| format!("{url}{}", path(plan, &file)));
        }
    }
    update
}

/// The update of a plan file, with the files of which it tells put back, so that what was exported changes
/// nothing when it comes back.
pub fn with_files(mut update: Update, plan: &str, before: &Update) -> Update {
    let is_told = |held: &Evidence, read: &Evidence| {
        held.file.as_ref().is_some_and(|file| {
            let is_its = |url: &String| file.public && url.ends_with(&path(plan, file));
            held.title == read.title && read.url.as_ref().is_none_or(is_its)
        })
    };
    let mut left: Vec<&Evidence> = before.evidence.iter().collect();
    for read in &mut update.evidence {
        if let Some(at) = left.iter().position(|held| is_told(held, read)) {
            *read = left.remove(at).clone();
        }
    }
    update
}

/// Forgets uploads that nobody went on with, and files that no update names. The content goes before the
/// commit: after it, the same content may already be handed in again.
pub async fn forget_old(state: &AppState) -> Result<(), Error> {
    let Some(before) = auth::ago(&(state.config.clock)(), KEPT) else { return Ok(()) };
    let mut tx = state.begin_write().await?;
    let gone = store::uploads::remove_old(&mut tx, &before).await?;
    let files = state.files.clone();
    blocking(move || files.remove(&gone.uploads, &gone.files)).await?;
    Ok(tx.commit().await?)
}
