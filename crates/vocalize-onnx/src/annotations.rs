use crate::proto::{NodeDeviceConfigurationProto, StringStringEntryProto};

/// What a file says about a node or tensor that changes no result. Carried
/// from reading to writing, and otherwise left alone.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Annotations {
    pub(crate) doc_string: Option<String>,
    pub(crate) metadata: Vec<StringStringEntryProto>,
    pub(crate) overload: Option<String>,
    pub(crate) devices: Vec<NodeDeviceConfigurationProto>,
}
