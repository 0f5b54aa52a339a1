package dev.assent.compliance.store.seal;

import dev.assent.compliance.access.ApprovalVerifier;

/** What the store needs of the home's keys: personal data is unreadable without them. */
public record Protection(
    PersonKeys keys,
    ColumnCipher cipher,
    BlindIndexer indexer,
    ApprovalVerifier approvals,
    EvidenceFiles evidence) {}
