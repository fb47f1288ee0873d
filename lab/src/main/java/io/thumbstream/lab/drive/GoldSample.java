package io.thumbstream.lab.drive;

import io.thumbstream.lab.tasks.Grade;
import io.thumbstream.lab.tasks.Intent;
import java.time.Instant;

/**
 * How good one displayed answer really was.
 *
 * @param at when it was displayed
 * @param votes votes accepted before
 * @param policyVersion version that wrote it
 * @param intent what was asked
 * @param utility value under the population's taste at that moment, unit points
 * @param grade what was found in the answer
 */
public record GoldSample(Instant at, long votes, long policyVersion, Intent intent, double utility, Grade grade) {}
