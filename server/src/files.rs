//! Contents of files in the data folder: those on their way in `incoming`, the others by their hash, as
//! `ab/abcdef...`. Who may read or write them is not known here. Everything blocks, and runs where it may.

pub mod kind;

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::error::Error;

/// Where contents are.
#[derive(Clone, Debug)]
pub struct Files {
    folder: PathBuf,
}

/// What came of an upload so far. Nobody else writes it meanwhile.
#[derive(Debug)]
pub struct Partial {
    file: File,
    path: PathBuf,
}

/// Runs what blocks without keeping others waiting.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Error> {
    let failed = |cause: &dyn std::fmt::Display| Error::Internal(format!("a file in the data folder: {cause}"));
    match tokio::task::spawn_blocking(work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(cause)) => Err(failed(&cause)),
        Err(cause) => Err(failed(&cause)),
    }
}

impl Files {
    /// Contents in this folder, which is made when the first one comes.
    pub fn new(folder: PathBuf) -> Self {
        Files { folder }
    }

    /// Where a content lies. The hash is one from the database.
    pub fn path(&self, hash: &str) -> PathBuf {
        self.folder.join(hash.get(..2).unwrap_or("00")).join(hash)
    }

    fn incoming(&self, id: &str) -> PathBuf {
        self.folder.join("incoming").join(id)
    }

    /// Bytes of an upload that are on the disk.
    pub fn arrived(&self, id: &str) -> io::Result<u64> {
        match fs::metadata(self.incoming(id)) {
            Ok(data) => Ok(data.len()),
            Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(0),
            Err(cause) => Err(cause),
        }
    }

    /// Opens an upload for writing. None when somebody else is writing it.
    pub fn take(&self, id: &str) -> io::Result<Option<Partial>> {
        let path = self.incoming(id);
        make_folder(&self.folder.join("incoming"))?;
        let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).mode(0o600).open(&path)?;
        match file.try_lock() {
            Ok(()) => Ok(Some(Partial { file, path })),
            Err(TryLockError::WouldBlock) => Ok(None),
            Err(TryLockError::Error(cause)) => Err(cause),
        }
    }

    /// Puts an upload that is complete in its place. The same content is there once.
    pub fn keep(&self, partial: &Partial, hash: &str) -> io::Result<()> {
        let path = self.path(hash);
        let folder = path.parent().unwrap_or(&self.folder);
        make_folder(folder)?;
        fs::rename(&partial.path, &path)?;
        // A name is on the disk when its folder is.
        File::open(folder)?.sync_all()?;
        File::open(&self.folder)?.sync_all()
    }

    /// Removes uploads, by id, and contents, by hash. What is not there is no error.
    pub fn remove(&self, uploads: &[String], hashes: &[String]) -> io::Result<()> {
        let paths = uploads.iter().map(|id| self.incoming(id)).chain(hashes.iter().map(|hash| self.path(hash)));
        for path in paths {
            match fs::remove_file(path) {
                Err(cause) if cause.kind() != ErrorKind::NotFound => return Err(cause),
                _ => {}
            }
        }
        Ok(())
    }
}

fn make_folder(folder: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(folder)
}

impl Partial {
    /// Bytes that are there.
    pub fn len(&self) -> io::Result<u64> {
        Ok(self.file.metadata()?.len())
    }

    /// True when there is nothing yet.
    pub fn is_empty(&self) -> io::Result<bool> {
        Ok(self.len()? == 0)
    }

    /// Writes bytes from a place on. What stood behind it, of a write that was cut off, is gone. On the disk
    /// when it returns.
    pub fn write(&mut self, at: u64, bytes: &[u8]) -> io::Result<()> {
        self.file.set_len(at)?;
        self.file.seek(SeekFrom::Start(at))?;
        self.file.write_all(bytes)?;
        self.file.sync_all()
    }

    /// Hash of the content, and its kind or what it is instead.
    pub fn judge(&mut self) -> io::Result<(String, Result<kind::Kind, String>)> {
        let mut content = Vec::new();
        self.file.seek(SeekFrom::Start(0))?;
        self.file.read_to_end(&mut content)?;
        let hash = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        Ok((hash, kind::of(&content)))
    }
}
