package io.thumbstream.lab.users;

import io.thumbstream.lab.tasks.Attribute;
import java.util.Map;

/**
 * Two population tastes whose best answers differ in every attribute.
 *
 * <p>No attribute holds more than 0.28 of the weight, and length only 0.10 or 0.14: neither "longer" nor any other single
 * trait is a way to win.
 */
public final class Tastes {
    private Tastes() {}

    /** What people like at first: warm, casual, numbered steps, an apology, short. */
    public static Taste first() {
        return new Taste(Map.of(
                Attribute.WARMTH, 0.26,
                Attribute.STRUCTURE, 0.26,
                Attribute.FORMALITY, -0.20,
                Attribute.APOLOGY, 0.12,
                Attribute.LENGTH, -0.10,
                Attribute.ASKING, 0.06));
    }

    /** What people like after a change: formal, prose, cool, no apology, detailed, no question. */
    public static Taste second() {
        return new Taste(Map.of(
                Attribute.FORMALITY, 0.28,
                Attribute.STRUCTURE, -0.24,
                Attribute.WARMTH, -0.16,
                Attribute.LENGTH, 0.14,
                Attribute.APOLOGY, -0.10,
                Attribute.ASKING, -0.08));
    }
}
