package dev.assent.dialer.sip.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Where a name leads.
 *
 * @param places at least one
 * @param ttl how long this holds
 */
public record Located(List<Place> places, Duration ttl) {

  /**
   * @param priority lower ones are tried first
   * @param weight share of the calls among those of one priority (RFC 2782)
   * @param host the name its addresses were found under
   * @param addresses at least one, in the name server's order
   */
  public record Place(int priority, int weight, String host, List<InetSocketAddress> addresses) {}

  public Located {
    places = List.copyOf(places);
  }

  /**
   * All places in the order in which one call tries them: by priority, and by lot among equals, so
   * that over many calls each is first as often as its weight says (RFC 2782).
   */
  public List<Place> inOrder(RandomGenerator random) {
    TreeMap<Integer, List<Place>> byPriority = new TreeMap<>();
    for (Place place : places) {
      byPriority.computeIfAbsent(place.priority(), _ -> new ArrayList<>()).add(place);
    }
    List<Place> order = new ArrayList<>(places.size());
    byPriority.values().forEach(equals -> draw(equals, random, order));
    return order;
  }

  private static void draw(List<Place> left, RandomGenerator random, List<Place> order) {
    left.sort((a, b) -> Boolean.compare(a.weight() > 0, b.weight() > 0)); // zeros first: RFC 2782
    while (!left.isEmpty()) {
      int sum = left.stream().mapToInt(Place::weight).sum();
      int lot = random.nextInt(sum + 1);
      int running = 0;
      for (int i = 0; i < left.size(); i++) {
        running += left.get(i).weight();
        if (running >= lot) {
          order.add(left.remove(i));
          break;
        }
      }
    }
  }
}
