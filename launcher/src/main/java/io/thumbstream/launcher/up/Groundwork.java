package io.thumbstream.launcher.up;

import io.thumbstream.launcher.up.wire.BaseAnnouncement;
import io.thumbstream.model.tensor.Grad;
import io.thumbstream.model.tensor.NativeThreads;
import io.thumbstream.reward.RewardService;
import io.thumbstream.runtime.error.TransientException;
import io.thumbstream.runtime.kafka.ClientSettings;
import io.thumbstream.runtime.kafka.KafkaSettings;
import io.thumbstream.runtime.kafka.TopicProvisioner;
import io.thumbstream.schemas.SchemaRegistration;
import io.thumbstream.schemas.Topics;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What must be there before services start: topics, schemas, the shipped policy. Laying it twice changes nothing. */
public final class Groundwork {
    private static final Logger LOG = LoggerFactory.getLogger(Groundwork.class);
    private static final Duration PROVISION_TIMEOUT = Duration.ofSeconds(30);
    private static final short ONE_REPLICA = 1;

    private final ThumbstreamSettings settings;

    public Groundwork(ThumbstreamSettings settings) {
        this.settings = settings;
    }

    /**
     * Creates the topics that are missing and waits until all serve requests.
     *
     * @throws TransientException when the brokers do not answer in time
     */
    public void topics(String brokers) {
        topics(brokers, ONE_REPLICA);
    }

    /** The same with another number of replicas for topics that are created. */
    public void topics(String brokers, short replicas) {
        List<NewTopic> topics = new ArrayList<>(Topics.newTopics(Topics.DEFAULT_PARTITIONS, replicas));
        topics.addAll(RewardService.internalTopics(settings.reward(), Topics.DEFAULT_PARTITIONS, replicas));
        KafkaSettings reached = settings.kafka().at(brokers, settings.kafka().schemaRegistryUrl());
        TopicProvisioner.provision(ClientSettings.admin(reached, "thumbstream-up"), topics, PROVISION_TIMEOUT);
    }

    /** Registers the schemas of all topics. */
    public void schemas(KafkaSettings kafka) {
        try (SchemaRegistration schemas = new SchemaRegistration(kafka.schemaRegistryUrl(), kafka.schemaRegistry())) {
            LOG.atInfo().addKeyValue("subjects", schemas.register().size()).log("schemas are registered");
        } catch (IOException e) {
            throw new TransientException("the schema registry was left uncleanly; start again", e);
        }
    }

    /** Puts the policy that everything begins with in place as version 0. */
    public Path baseModel(Path dataDir) {
        return BaseModel.install(dataDir, settings.gateway().modelName(), settings.baseModel());
    }

    /** Announces that policy where no version was announced yet. */
    public void announce(KafkaSettings kafka, Path base) {
        BaseAnnouncement.announce(kafka, settings.gateway().policyName(), base, Clock.systemUTC());
    }

    /** Loads PyTorch, which takes as long as the start of a broker, and gives it the threads that sums are rounded with. */
    public static void engine() {
        Grad.prepareThread();
        NativeThreads.use(Stack.NATIVE_THREADS);
    }
}
