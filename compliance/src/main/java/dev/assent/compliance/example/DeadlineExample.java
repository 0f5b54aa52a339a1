package dev.assent.compliance.example;

import java.time.LocalDate;

/** A deadline in working days (requirements 2.5). */
public record DeadlineExample(LocalDate received, int workingDays, LocalDate due) {}
