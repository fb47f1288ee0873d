package io.thumbstream.learner;

import io.thumbstream.runtime.service.Service;
import io.thumbstream.runtime.service.ServiceContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two instances of one engine: experience to a better policy, labels to a better reward model; one thread each. */
public final class LearnerService implements Service {
    private static final Logger LOG = LoggerFactory.getLogger(LearnerService.class);

    private final LearnerSettings settings;
    private final LearnerUnits units;
    private final List<LearnerLoop> loops = new ArrayList<>();

    /** Learners that are not started yet; connects to nothing. */
    public LearnerService(LearnerSettings settings, ServiceContext context) {
        this.settings = settings;
        this.units = new LearnerUnits(settings, context);
        if (settings.policyEnabled()) {
            loops.add(new LearnerLoop("policy", units::policy, settings.retry()));
        }
        if (settings.rewardEnabled()) {
            loops.add(new LearnerLoop("reward", units::reward, settings.retry()));
        }
    }

    @Override
    public String name() {
        return "learner";
    }

    @Override
    public void start() {
        loops.forEach(LearnerLoop::start);
    }

    @Override
    public boolean alive() {
        return loops.stream().allMatch(LearnerLoop::alive);
    }

    @Override
    public boolean ready() {
        return loops.stream().allMatch(LearnerLoop::ready);
    }

    @Override
    public Map<String, String> info() {
        Map<String, String> info = new TreeMap<>();
        info.put("model", settings.modelName());
        info.put("policy-config-hash", units.policyHash());
        info.put("reward-config-hash", units.rewardHash());
        loops.forEach(loop -> info.putAll(loop.info()));
        return info;
    }

    /** Ends both learners after their present step, each with a last checkpoint. */
    @Override
    public void close() {
        loops.forEach(LearnerLoop::stop);
        for (LearnerLoop loop : loops) {
            if (!loop.awaitEnd(settings.shutdown())) {
                LOG.atWarn()
                        .addKeyValue("learner", loop.name())
                        .addKeyValue("budget", settings.shutdown())
                        .log("a learner did not end in time");
            }
        }
    }
}
