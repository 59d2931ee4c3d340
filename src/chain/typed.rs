//! Any call of the runtime, its arguments typed by a person.

use codec::Encode;

use super::{Error, Runtime, decode, shape, texts};

impl Runtime {
    /// Whether there is a call of this name.
    #[must_use]
    pub fn has_call_named(&self, pallet: &str, call: &str) -> bool {
        let pallet = self.metadata().pallet_by_name(pallet);
        pallet.is_some_and(|pallet| pallet.call_variant_by_name(call).is_some())
    }

    /// A call's bytes, its arguments by name as a person types them. What is not said is left empty where it is
    /// optional.
    ///
    /// # Errors
    /// [`Error::NotOnThisRuntime`] without such a call; [`Error::Unfit`] for arguments that are missing, that there
    /// are none of, or that do not fit.
    pub fn call_of_texts(
        &self,
        pallet: &str,
        call: &str,
        args: &[(String, String)],
    ) -> Result<Vec<u8>, Error> {
        let path = format!("{pallet}.{call}");
        let lacks = || self.lacks(format!("call {path}"));
        let known = self.metadata().pallet_by_name(pallet).ok_or_else(lacks)?;
        let variant = known.call_variant_by_name(call).ok_or_else(lacks)?;
        let names: Vec<&str> =
            variant.fields.iter().filter_map(|field| field.name.as_deref()).collect();
        let takes = match names.is_empty() {
            true => "it takes no arguments".to_owned(),
            false => format!("it takes {}", names.join(", ")),
        };
        for (index, (name, _)) in args.iter().enumerate() {
            if !names.contains(&name.as_str()) {
                let reason = format!("there is no argument `{name}`: {takes}");
                return Err(Error::Unfit { what: path, reason });
            }
            if args.iter().take(index).any(|(other, _)| other == name) {
                return Err(Error::Unfit { what: path, reason: format!("`{name}` is said twice") });
            }
        }
        let mut bytes = vec![known.call_index(), variant.index];
        for field in &variant.fields {
            let name = field.name.as_deref().unwrap_or_default();
            let what = format!("argument `{name}` of {path}");
            match args.iter().find(|(known, _)| known == name) {
                Some((_, text)) => {
                    let value = texts::value(self.types(), field.ty.id, text)
                        .map_err(|reason| Error::Unfit { what: what.clone(), reason })?;
                    self.encode(&value, field.ty.id, &what, &mut bytes)?;
                }
                None if shape::is_optional(self.types(), field.ty.id) => 0u8.encode_to(&mut bytes),
                None => {
                    let expected = texts::spelled(self.types(), field.ty.id);
                    let reason = format!("it is missing; {expected} is expected");
                    return Err(Error::Unfit { what, reason });
                }
            }
        }
        // What is signed is what decodes again.
        decode::call(self, &bytes)?;
        Ok(bytes)
    }
}
