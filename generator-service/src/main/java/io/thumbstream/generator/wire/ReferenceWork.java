package io.thumbstream.generator.wire;

import io.thumbstream.generator.policy.FirstPolicy;
import io.thumbstream.generator.policy.ReferencePolicy;
import io.thumbstream.model.sample.Sample;
import io.thumbstream.model.sample.SampleRequest;
import io.thumbstream.schemas.avro.ReferenceLogProbs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the records of a group's answers say of the reference policy. */
final class ReferenceWork {
    private static final Logger LOG = LoggerFactory.getLogger(ReferenceWork.class);

    private final ReferencePolicy policy;
    private final GeneratorMeters meters;

    ReferenceWork(ReferencePolicy policy, GeneratorMeters meters) {
        this.policy = policy;
        this.meters = meters;
    }

    /**
     * How likely answers are under the reference policy, by the id of each; answers without tokens are left out, and all when it cannot be
     * computed: whoever learns from them computes it then.
     *
     * @param requests what each answer answers
     * @param samples the answers, in the order of {@code requests}
     */
    Map<String, ReferenceLogProbs> of(List<SampleRequest> requests, List<Sample> samples) {
        List<String> ids = new ArrayList<>();
        List<int[]> prompts = new ArrayList<>();
        List<int[]> answers = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            if (samples.get(i).length() > 0) {
                ids.add(requests.get(i).id());
                prompts.add(requests.get(i).prompt());
                answers.add(samples.get(i).tokens());
            }
        }
        try {
            return byId(ids, policy.logProbs(prompts, answers));
        } catch (RuntimeException e) {
            LOG.atWarn()
                    .setCause(e)
                    .addKeyValue("answers", ids.size())
                    .log("log-probabilities under the reference policy cannot be computed; records go without them");
            meters.notReferenced(ids.size());
            return Map.of();
        }
    }

    private Map<String, ReferenceLogProbs> byId(List<String> ids, List<float[]> logProbs) {
        Map<String, ReferenceLogProbs> byId = new LinkedHashMap<>();
        for (int i = 0; i < ids.size(); i++) {
            byId.put(
                    ids.get(i),
                    ReferenceLogProbs.newBuilder()
                            .setLogProbs(AnswerCodec.floats(logProbs.get(i)))
                            .setPolicyVersion(FirstPolicy.VERSION)
                            .setSha256(policy.sha256())
                            .setTemperature(policy.temperature())
                            .build());
        }
        meters.referenced(ids.size());
        return byId;
    }
}
