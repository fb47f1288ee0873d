package io.thumbstream.reward.event;

import java.util.Arrays;

/** How likely the tokens of an answer are under a reference policy, natural log-probabilities {@code [time]}, and which that is. Immutable. */
public final class ReferenceTrace {
    private final float[] logProbs;
    private final long policyVersion;
    private final String sha256;
    private final double temperature;

    /**
     * @param logProbs one for each token, nat
     * @param policyVersion version of the reference policy
     * @param sha256 digest of its weights file
     * @param temperature divisor of its scores
     */
    public ReferenceTrace(float[] logProbs, long policyVersion, String sha256, double temperature) {
        this.logProbs = logProbs.clone();
        this.policyVersion = policyVersion;
        this.sha256 = sha256;
        this.temperature = temperature;
    }

    public float[] logProbs() {
        return logProbs.clone();
    }

    public long policyVersion() {
        return policyVersion;
    }

    public String sha256() {
        return sha256;
    }

    public double temperature() {
        return temperature;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ReferenceTrace that
                && Arrays.equals(logProbs, that.logProbs)
                && policyVersion == that.policyVersion
                && sha256.equals(that.sha256)
                && Double.compare(temperature, that.temperature) == 0;
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(logProbs) + sha256.hashCode();
    }

    @Override
    public String toString() {
        return "ReferenceTrace[" + logProbs.length + " tokens, version " + policyVersion + "]";
    }
}
