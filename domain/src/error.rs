//! Errors as they travel: a closed list of codes that pages translate.

use serde::{Deserialize, Serialize};

/// Every error that the API can answer with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ErrorCode {
    /// No such path, plan or indicator.
    NotFound,
    /// The path exists, not with this method.
    MethodNotAllowed,
    /// A parameter or field is wrong; `fields` says which.
    Invalid,
    /// The body is larger than allowed.
    TooLarge,
    /// The body is not JSON.
    UnsupportedMediaType,
    /// Nobody is signed in, or the token is wrong.
    Unauthorized,
    /// Known, and not allowed.
    Forbidden,
    /// Too many wrong sign-ins; wait as long as the answer says.
    TooManyAttempts,
    /// The step does not follow from the present state of the update.
    WrongState,
    /// The year is not open for writing.
    YearNotOpen,
    /// Nobody approves their own update.
    OwnUpdate,
    /// The record changed since it was read; the current one is in `current`.
    Conflict,
    /// The request took too long.
    Timeout,
    /// The database is away; try again.
    Unavailable,
    /// A fault of the server.
    Internal,
    /// The answer could not be understood or did not arrive. Made by the browser, never sent.
    Network,
}

impl ErrorCode {
    /// All codes.
    pub const ALL: [ErrorCode; 16] = [
        ErrorCode::NotFound,
        ErrorCode::MethodNotAllowed,
        ErrorCode::Invalid,
        ErrorCode::TooLarge,
        ErrorCode::UnsupportedMediaType,
        ErrorCode::Unauthorized,
        ErrorCode::Forbidden,
        ErrorCode::TooManyAttempts,
        ErrorCode::WrongState,
        ErrorCode::YearNotOpen,
        ErrorCode::OwnUpdate,
        ErrorCode::Conflict,
        ErrorCode::Timeout,
        ErrorCode::Unavailable,
        ErrorCode::Internal,
        ErrorCode::Network,
    ];
}

/// One wrong field.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// Path of the field.
    pub field: String,
    /// What is wrong with it.
    pub code: FieldErrorCode,
    /// The same in English, for people who read the API.
    pub message: String,
}

/// What can be wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldErrorCode {
    /// Must be there.
    Missing,
    /// Not of the expected type or form.
    Malformed,
    /// Not one of the allowed words, or no such code in the plan.
    Unknown,
    /// Used twice.
    Duplicate,
    /// Outside the allowed range.
    OutOfRange,
    /// Contradicts another field.
    Contradiction,
}

/// The body of an error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ApiError {
    /// Code.
    pub code: ErrorCode,
    /// The same in English.
    pub message: String,
    /// Wrong fields.
    #[serde(default)]
    pub fields: Vec<FieldError>,
}
