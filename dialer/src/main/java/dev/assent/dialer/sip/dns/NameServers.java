package dev.assent.dialer.sip.dns;

import dev.assent.dialer.sip.dns.Records.Address;
import dev.assent.dialer.sip.dns.Records.Naptr;
import dev.assent.dialer.sip.dns.Records.Srv;
import io.netty.buffer.ByteBuf;
import io.netty.channel.AddressedEnvelope;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.dns.DefaultDnsQuestion;
import io.netty.handler.codec.dns.DefaultDnsRecordDecoder;
import io.netty.handler.codec.dns.DnsRawRecord;
import io.netty.handler.codec.dns.DnsRecord;
import io.netty.handler.codec.dns.DnsRecordType;
import io.netty.handler.codec.dns.DnsResponse;
import io.netty.handler.codec.dns.DnsResponseCode;
import io.netty.handler.codec.dns.DnsSection;
import io.netty.resolver.dns.DefaultDnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverTimeoutException;
import io.netty.resolver.dns.DnsServerAddressStream;
import io.netty.resolver.dns.NoopDnsCache;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The name servers of this machine, or those given; each is asked in turn. Any thread. */
public final class NameServers implements AutoCloseable {
  /** No honest answer is longer. */
  private static final int RECORD_LIMIT = 128;

  private final MultiThreadIoEventLoopGroup loop =
      new MultiThreadIoEventLoopGroup(
          1, Thread.ofPlatform().daemon().name("sip-dns").factory(), NioIoHandler.newFactory());
  private final DnsNameResolver resolver;
  private final List<InetSocketAddress> servers;

  /**
   * @param servers empty: those of this machine
   * @param patience for each server
   */
  public NameServers(List<InetSocketAddress> servers, Duration patience) {
    this.servers = servers.isEmpty() ? ofThisMachine() : List.copyOf(servers);
    this.resolver =
        new DnsNameResolverBuilder(loop.next())
            .datagramChannelType(NioDatagramChannel.class)
            .socketChannelType(NioSocketChannel.class) // a cut answer is asked for again by TCP
            .resolveCache(NoopDnsCache.INSTANCE)
            .queryTimeoutMillis(patience.toMillis())
            .build();
  }

  private static List<InetSocketAddress> ofThisMachine() {
    DnsServerAddressStream stream =
        DefaultDnsServerAddressStreamProvider.INSTANCE.nameServerAddressStream("");
    List<InetSocketAddress> servers = new ArrayList<>();
    for (int i = 0; i < stream.size(); i++) {
      servers.add(stream.next());
    }
    return servers;
  }

  CompletableFuture<Records<Naptr>> naptr(String name) {
    return ask(name, DnsRecordType.NAPTR, NameServers::naptr);
  }

  CompletableFuture<Records<Srv>> srv(String name) {
    return ask(name, DnsRecordType.SRV, NameServers::srv);
  }

  CompletableFuture<Records<Address>> addresses(String name, boolean v6) {
    return ask(name, v6 ? DnsRecordType.AAAA : DnsRecordType.A, NameServers::address);
  }

  private <T> CompletableFuture<Records<T>> ask(
      String name, DnsRecordType type, Function<ByteBuf, T> read) {
    CompletableFuture<Records<T>> answer = new CompletableFuture<>();
    ask(0, name, type, read, answer);
    return answer;
  }

  private <T> void ask(
      int number,
      String name,
      DnsRecordType type,
      Function<ByteBuf, T> read,
      CompletableFuture<Records<T>> answer) {
    InetSocketAddress server = servers.get(number);
    resolver
        .query(server, new DefaultDnsQuestion(name, type))
        .addListener(
            done -> {
              String problem;
              if (done.isSuccess()) {
                @SuppressWarnings("unchecked") // what query() promises
                AddressedEnvelope<DnsResponse, InetSocketAddress> envelope =
                    (AddressedEnvelope<DnsResponse, InetSocketAddress>) done.getNow();
                problem = take(envelope, type, read, answer);
              } else {
                problem =
                    done.cause() instanceof DnsNameResolverTimeoutException
                        ? "does not answer"
                        : "cannot be asked";
              }
              if (!problem.isEmpty()) {
                if (number + 1 < servers.size()) {
                  ask(number + 1, name, type, read, answer);
                } else {
                  answer.completeExceptionally(
                      new DnsFailure(
                          "%s %s: name server %s %s"
                              .formatted(type.name(), name, server, problem)));
                }
              }
            });
  }

  /** What is wrong with the answer; nothing when it was taken. */
  private static <T> String take(
      AddressedEnvelope<DnsResponse, InetSocketAddress> envelope,
      DnsRecordType type,
      Function<ByteBuf, T> read,
      CompletableFuture<Records<T>> answer) {
    try {
      DnsResponse response = envelope.content();
      boolean none = response.code().equals(DnsResponseCode.NXDOMAIN);
      if (!none && !response.code().equals(DnsResponseCode.NOERROR)) {
        return "says " + response.code();
      }
      List<T> records = new ArrayList<>();
      long ttl = none ? 0 : Long.MAX_VALUE;
      int count = Math.min(response.count(DnsSection.ANSWER), RECORD_LIMIT);
      for (int i = 0; i < count; i++) {
        DnsRecord record = response.recordAt(DnsSection.ANSWER, i);
        ttl = Math.min(ttl, record.timeToLive()); // an alias on the way counts too
        if (record.type().equals(type) && record instanceof DnsRawRecord raw) {
          records.add(read.apply(raw.content()));
        }
      }
      answer.complete(new Records<>(List.copyOf(records), records.isEmpty() ? 0 : ttl));
      return "";
    } catch (RuntimeException e) {
      return "answers with nonsense";
    } finally {
      envelope.release();
    }
  }

  private static Srv srv(ByteBuf data) {
    return new Srv(
        data.readUnsignedShort(), data.readUnsignedShort(), data.readUnsignedShort(), name(data));
  }

  private static Naptr naptr(ByteBuf data) {
    int order = data.readUnsignedShort();
    int preference = data.readUnsignedShort();
    String flags = text(data);
    String service = text(data);
    text(data); // the regular expression: RFC 3263 uses replacements alone
    return new Naptr(order, preference, flags, service, name(data));
  }

  private static Address address(ByteBuf data) {
    byte[] bytes = new byte[data.readableBytes()];
    data.readBytes(bytes);
    try {
      return new Address(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("an address of " + bytes.length + " bytes", e);
    }
  }

  private static String text(ByteBuf data) {
    int length = data.readUnsignedByte();
    return data.readCharSequence(length, StandardCharsets.US_ASCII).toString();
  }

  private static String name(ByteBuf data) {
    return DefaultDnsRecordDecoder.decodeName(data);
  }

  @Override
  public void close() {
    resolver.close();
    loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
