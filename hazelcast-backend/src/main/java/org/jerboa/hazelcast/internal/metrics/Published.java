package org.jerboa.hazelcast.internal.metrics;

import java.lang.management.ManagementFactory;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures that are in this JVM's MBean server as long as they are of interest. That they cannot be is no reason to stop work. */
public final class Published implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Published.class);
    private static final String DOMAIN = "org.jerboa";

    private final ObjectName name;

    private Published(ObjectName name) {
        this.name = name;
    }

    /**
     * @param type what it is of
     * @param key what tells it from others of the type
     * @param bean an MXBean
     */
    public static Published of(String type, String key, String value, Object bean) {
        ObjectName name = name(type, key, value);
        try {
            ManagementFactory.getPlatformMBeanServer().registerMBean(bean, name);
        } catch (JMException e) {
            LOG.warn("{} has no figures in JMX", name, e);
        }
        return new Published(name);
    }

    private static ObjectName name(String type, String key, String value) {
        try {
            return new ObjectName(DOMAIN + ":type=" + type + "," + key + "=" + ObjectName.quote(value));
        } catch (JMException e) {
            throw new IllegalArgumentException("'" + value + "' cannot be part of a name in JMX", e);
        }
    }

    @Override
    public void close() {
        try {
            ManagementFactory.getPlatformMBeanServer().unregisterMBean(name);
        } catch (JMException e) {
            LOG.debug("{} was not in JMX", name, e);
        }
    }
}
