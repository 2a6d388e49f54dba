//! Plans as files people can read and edit: see docs/plan-file.md. Reading finds all errors at once and
//! says where each one stands; writing gives files that read back as the same plan.

mod fields;
mod place;
mod read;
mod records;
mod write;

use std::fmt;
use std::path::{Path, PathBuf};

use domain::document::PlanData;

pub use place::Source;
pub use write::{files, write};

/// Largest file that is read, in bytes.
pub const LARGEST_FILE: u64 = 20 << 20;

/// One error, with its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FileError {
    /// File.
    pub file: String,
    /// Line, from 1; 0 when the error is of the whole file.
    pub line: usize,
    /// Record and field: `indicator 3.2.1-a: targets.2010`.
    pub field: String,
    /// What is wrong and what to do.
    pub message: String,
}

impl fmt::Display for FileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.file)?;
        if self.line > 0 {
            write!(f, ":{}", self.line)?;
        }
        if !self.field.is_empty() {
            write!(f, ": {}", self.field)?;
        }
        write!(f, ": {}", self.message)
    }
}

impl FileError {
    fn of_file(path: &Path, message: impl Into<String>) -> Self {
        FileError { file: path.display().to_string(), line: 0, field: String::new(), message: message.into() }
    }
}

/// Reads a folder of TOML files, or one file.
pub fn read(path: &Path) -> Result<PlanData, Vec<FileError>> {
    let files = files_of(path).map_err(|error| vec![error])?;
    if files.is_empty() {
        return Err(vec![FileError::of_file(path, "there is no `.toml` file in this folder")]);
    }
    let (mut sources, mut errors) = (Vec::new(), Vec::new());
    for file in files {
        match read_file(&file) {
            Ok(text) => sources.push(Source::new(&file.display().to_string(), &text)),
            Err(error) => errors.push(error),
        }
    }
    read::plan(&sources, errors)
}

/// Reads a plan from texts that are at hand.
pub fn parse(sources: &[Source]) -> Result<PlanData, Vec<FileError>> {
    read::plan(sources, Vec::new())
}

/// The TOML files of a folder in name order; a link that leads out of the folder is refused.
fn files_of(path: &Path) -> Result<Vec<PathBuf>, FileError> {
    let failed = |cause: std::io::Error| FileError::of_file(path, format!("cannot be read: {cause}"));
    if path.is_file() {
        return Ok(vec![path.to_owned()]);
    }
    let folder = path.canonicalize().map_err(failed)?;
    let mut files = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        let file = entry.map_err(failed)?.path();
        if file.extension().is_none_or(|extension| extension != "toml") {
            continue;
        }
        let target =
            file.canonicalize().map_err(|cause| FileError::of_file(&file, format!("cannot be read: {cause}")))?;
        if !target.starts_with(&folder) || !target.is_file() {
            return Err(FileError::of_file(&file, "leads out of the folder or is no file; copy the file itself here"));
        }
        files.push(file);
    }
    files.sort();
    Ok(files)
}

fn read_file(path: &Path) -> Result<String, FileError> {
    let failed = |cause: std::io::Error| FileError::of_file(path, format!("cannot be read: {cause}"));
    let size = std::fs::metadata(path).map_err(failed)?.len();
    if size > LARGEST_FILE {
        return Err(FileError::of_file(path, format!("is larger than {} MB; split it", LARGEST_FILE >> 20)));
    }
    let bytes = std::fs::read(path).map_err(failed)?;
    String::from_utf8(bytes).map_err(|_| FileError::of_file(path, "is not text in UTF-8; save it as UTF-8"))
}
