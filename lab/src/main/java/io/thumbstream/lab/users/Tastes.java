package io.thumbstream.lab.users;

import io.thumbstream.lab.tasks.Attribute;
import java.util.Map;

/**
 * Two population tastes whose best answers differ in every attribute.
 *
 * <p>No attribute holds more than 0.28 of the weight, and length only 0.12: neither "longer" nor any other single trait is a way to win.
 * The weights are chosen so that the shipped policy has about as many points under both (0.51), and the best of 64 of its answers too (1.57
 * and 1.54): what a policy gains under one can be compared with what it gains under the other.
 */
public final class Tastes {
    private Tastes() {}

    /** What people like at first: warm, numbered steps, casual, no apology, short, a question. */
    public static Taste first() {
        return new Taste(Map.of(
                Attribute.WARMTH,
                0.26,
                Attribute.STRUCTURE,
                0.24,
                Attribute.FORMALITY,
                -0.20,
                Attribute.APOLOGY,
                -0.12,
                Attribute.LENGTH,
                -0.12,
                Attribute.ASKING,
                0.06));
    }

    /** What people like after a change: formal, prose, cool, detailed, an apology, no question. */
    public static Taste second() {
        return new Taste(Map.of(
                Attribute.FORMALITY,
                0.28,
                Attribute.STRUCTURE,
                -0.28,
                Attribute.WARMTH,
                -0.16,
                Attribute.LENGTH,
                0.12,
                Attribute.APOLOGY,
                0.10,
                Attribute.ASKING,
                -0.06));
    }
}
