package io.thumbstream.learner.replay;

/**
 * How likely an answer is under a reference policy, as its record says. The array belongs to the record: nobody writes into it.
 *
 * @param logProbs log-probability of each token, {@code [time]}, nat
 * @param policyVersion version of the reference policy
 * @param sha256 digest of its weights file, lower-case hexadecimal
 * @param temperature divisor of its scores
 */
@SuppressWarnings("ArrayRecordComponent") // goes to the tensor library as it is
public record RecordedReference(float[] logProbs, long policyVersion, String sha256, double temperature) {
    /**
     * Whether a learner may take these numbers in place of its own.
     *
     * @param ownSha256 digest of the weights of the learner's reference
     * @param ownTemperature divisor of the scores of the learner
     * @param tokens of the answer
     */
    public boolean standsFor(String ownSha256, double ownTemperature, int tokens) {
        return logProbs.length == tokens
                && sha256.equals(ownSha256)
                && Double.compare(temperature, ownTemperature) == 0
                && possible();
    }

    private boolean possible() {
        for (float logProb : logProbs) {
            if (!(logProb <= 0) || Float.isInfinite(logProb)) {
                return false;
            }
        }
        return true;
    }
}
