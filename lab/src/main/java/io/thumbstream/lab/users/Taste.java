package io.thumbstream.lab.users;

import io.thumbstream.lab.tasks.Attribute;
import io.thumbstream.lab.tasks.Grade;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/**
 * What people like: a weight per style attribute.
 *
 * <p>{@code utility = sum_k weight_k * attribute_k + 0.8 * correctness - malformed}. With weights whose absolute values sum to
 * at most 1, attributes in [-1, 1], and correctness and malformed in [0, 1], a utility lies in [-2, 1.8]; the unit is "points".
 *
 * @param weights weight of each attribute; an absent one weighs nothing; absolute values sum to at most 1
 */
public record Taste(Map<Attribute, Double> weights) {
    /** Points that a fully correct answer has over a fully wrong one. */
    public static final double CORRECTNESS_POINTS = 0.8;

    /** Points that a wholly unreadable answer loses. */
    public static final double MALFORMED_POINTS = 1.0;

    /** Lowest and highest utility. */
    public static final double LOWEST = -2;

    public static final double HIGHEST = 1.8;

    private static final double ROUNDING = 1e-9;

    public Taste {
        weights = Map.copyOf(weights);
        double total = total(weights);
        if (!(total <= 1 + ROUNDING)) {
            throw new IllegalArgumentException(
                    "Absolute taste weights sum to " + total + "; scale them to a sum of at most 1");
        }
    }

    /** Returns the taste with the given weights, scaled down to an absolute sum of 1 where it is larger. */
    public static Taste scaled(Map<Attribute, Double> weights) {
        double total = Math.max(1, total(weights));
        Map<Attribute, Double> scaled = new EnumMap<>(Attribute.class);
        weights.forEach((attribute, weight) -> scaled.put(attribute, weight / total));
        return new Taste(scaled);
    }

    /** Returns the weight of one attribute. */
    public double weight(Attribute attribute) {
        return weights.getOrDefault(attribute, 0.0);
    }

    /** Returns how much an answer is worth to somebody with this taste, range [-2, 1.8] points. */
    public double utility(Grade grade) {
        double style = 0;
        for (Attribute attribute : Attribute.values()) {
            style += weight(attribute) * grade.style(attribute);
        }
        return style + CORRECTNESS_POINTS * grade.correctness() - MALFORMED_POINTS * grade.malformed();
    }

    /** Combines two tastes weight by weight and scales the result to an absolute sum of 1. */
    Taste combine(Taste other, DoubleBinaryOperator combination) {
        Map<Attribute, Double> combined = new EnumMap<>(Attribute.class);
        for (Attribute attribute : Attribute.values()) {
            combined.put(attribute, combination.applyAsDouble(weight(attribute), other.weight(attribute)));
        }
        double total = total(combined);
        combined.replaceAll((attribute, weight) -> total == 0 ? 0 : weight / total);
        return new Taste(combined);
    }

    private static double total(Map<Attribute, Double> weights) {
        return weights.values().stream().mapToDouble(Math::abs).sum();
    }
}
