package dev.assent.compliance.intake;

/**
 * A row that was not taken. Says where and why, and never what stood there.
 *
 * @param line where the row starts, from 1
 * @param field the column; empty when it is about the whole row
 * @param reason stable code
 * @param advice what is wrong and what would be right
 */
public record Reject(long line, String field, String reason, String advice) {}
