package io.thumbstream.runtime.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a settings type looks like: a block of keys, an open map, a list, a named tree, or a scalar.
 *
 * @param type declared type
 * @param raw its class
 */
record Shape(Type type, Class<?> raw) {

    static Shape of(Type type) {
        if (type instanceof Class<?> raw) {
            return new Shape(type, raw);
        }
        if (type instanceof ParameterizedType generic && generic.getRawType() instanceof Class<?> raw) {
            return new Shape(type, raw);
        }
        throw new IllegalArgumentException("settings of type " + type + " are not supported");
    }

    boolean isNamedTree() {
        return NamedTree.class.isAssignableFrom(raw);
    }

    boolean isBlock() {
        return raw.isRecord() && !isNamedTree() && !Scalars.handles(raw);
    }

    boolean isMap() {
        return raw == Map.class;
    }

    boolean isList() {
        return raw == List.class;
    }

    boolean isOptional() {
        return raw == Optional.class;
    }

    boolean isStructured() {
        return isNamedTree() || isBlock() || isMap() || isList();
    }

    /** Shape of the elements of a list or optional, or of the values of a map. */
    Shape element() {
        Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
        return of(arguments[arguments.length - 1]);
    }

    /** The shape inside an optional, or this. */
    Shape unwrapped() {
        return isOptional() ? element() : this;
    }

    /** Shapes of a block's keys in declaration order. */
    Map<String, Shape> keys() {
        Map<String, Shape> keys = new LinkedHashMap<>();
        Arrays.stream(raw.getRecordComponents())
                .forEach(part -> keys.put(Keys.kebab(part.getName()), of(part.getGenericType())));
        return keys;
    }

    RecordComponent[] components() {
        return raw.getRecordComponents();
    }

    /** What the block's own {@code static defaults()} returns, where it has one. */
    Optional<Record> ownDefaults() {
        try {
            Method method = raw.getDeclaredMethod("defaults");
            if (!Modifier.isStatic(method.getModifiers()) || method.getReturnType() != raw) {
                return Optional.empty();
            }
            method.setAccessible(true);
            return Optional.of((Record) method.invoke(null));
        } catch (NoSuchMethodException e) {
            return Optional.empty();
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("the defaults of " + raw.getName() + " cannot be read", e);
        }
    }
}
