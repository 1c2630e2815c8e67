package dev.signalbox.contracts.testing;

import dev.signalbox.contracts.event.TaskPage;
import dev.signalbox.contracts.event.TaskView;
import dev.signalbox.contracts.kafka.RecordType;
import dev.signalbox.contracts.problem.Problem;
import dev.signalbox.contracts.route.DecisionRecord;
import dev.signalbox.contracts.route.WhyNotAnswer;
import dev.signalbox.contracts.route.WhyNotQuestion;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Every class of the contracts that is written as JSON: on a topic, or in a REST answer. */
public final class TravellingClasses {

    private static final String CONTRACTS = "dev.signalbox.contracts.";
    private static final List<Class<?>> VIEWS = List.of(
            TaskView.class,
            TaskPage.class,
            DecisionRecord.class,
            WhyNotQuestion.class,
            WhyNotAnswer.class,
            Problem.class);

    private TravellingClasses() {}

    /** The records of {@link RecordType}, the views of the internal REST, and everything that these consist of. */
    public static Set<Class<?>> all() {
        Set<Class<?>> found = onTopics();
        VIEWS.forEach(view -> add(found, view));
        return found;
    }

    /** The records of {@link RecordType}, and everything that these consist of. */
    public static Set<Class<?>> onTopics() {
        Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getName));
        for (RecordType type : RecordType.values()) {
            add(found, type.body());
        }
        return found;
    }

    private static void add(Set<Class<?>> found, Type type) {
        if (type instanceof ParameterizedType generic) {
            for (Type argument : generic.getActualTypeArguments()) {
                add(found, argument);
            }
        } else if (type instanceof Class<?> c && c.getName().startsWith(CONTRACTS) && found.add(c) && c.isRecord()) {
            for (RecordComponent component : c.getRecordComponents()) {
                add(found, component.getGenericType());
            }
        }
    }
}
