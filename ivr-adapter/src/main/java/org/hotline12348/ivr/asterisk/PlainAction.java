package org.hotline12348.ivr.asterisk;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.asteriskjava.manager.action.ManagerAction;
import org.hotline12348.ivr.Names;

/**
 * The one gate before the socket: every text of every action is looked at, so no caller id, pause reason or variable can
 * end its line and begin an action of its own. Asterisk-Java writes what it is given.
 */
final class PlainAction {
    private static final Map<Class<?>, List<Method>> GETTERS = new ConcurrentHashMap<>();

    private PlainAction() {}

    /** @throws IllegalArgumentException when a text holds CR, LF or NUL */
    static void check(ManagerAction action) {
        for (Method getter : GETTERS.computeIfAbsent(action.getClass(), PlainAction::getters)) {
            try {
                checkValue(getter.getName().substring(3), getter.invoke(action));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalArgumentException("The action " + action.getAction() + " cannot be looked at.", e);
            }
        }
    }

    private static void checkValue(String what, @org.jspecify.annotations.Nullable Object value) {
        if (value instanceof CharSequence text) {
            Names.checkLine(what, text.toString());
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((key, one) -> {
                checkValue(what, key);
                checkValue(what, one);
            });
        } else if (value instanceof Iterable<?> many) {
            many.forEach(one -> checkValue(what, one));
        }
    }

    private static List<Method> getters(Class<?> type) {
        return Arrays.stream(type.getMethods())
                .filter(method -> method.getParameterCount() == 0
                        && method.getName().startsWith("get")
                        && method.getDeclaringClass() != Object.class
                        && !Class.class.equals(method.getReturnType()))
                .toList();
    }
}
