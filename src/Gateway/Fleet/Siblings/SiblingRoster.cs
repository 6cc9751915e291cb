using System.Collections.Immutable;

namespace SageServe.Gateway;

/// <summary>
/// Which gateways of the region are alive. News of one is an answer of its own or another stamp of its row; who gave none for long enough
/// is dead. A word counts only in the round in which it was read: without one a live gateway may have any share.
/// </summary>
internal sealed class SiblingRoster(string self, TimeSpan deadAfter)
{
    /// <summary>Dead ones are remembered, so that their old rows do not make them alive again.</summary>
    private static readonly TimeSpan ForgetAfter = TimeSpan.FromMinutes(20);

    private readonly SortedDictionary<string, Member> _members = new(StringComparer.Ordinal);
    private int _round;

    /// <summary>Ids of the live ones and of this gateway, sorted.</summary>
    public ImmutableArray<string> Live => [.. Alive.Select(m => m.Key).Append(self).Order(StringComparer.Ordinal)];

    /// <summary>Where the live others are reached, as far as their rows tell.</summary>
    public IEnumerable<string> Urls => Alive.Select(m => m.Value.Url).OfType<string>();

    private IEnumerable<KeyValuePair<string, Member>> Alive => _members.Where(m => !m.Value.IsDead);

    public void BeginRound() => _round++;

    /// <summary>It answered.</summary>
    public void Heard(string id, int word, Instant now)
    {
        if (id != self)
        {
            var member = Of(id, now);
            member.IsDead = false;
            Renew(member, word, now);
        }
    }

    /// <summary>Its row was read. A row that nobody renews is no news; it has a word all the same.</summary>
    public void Listed(SiblingRow row, Instant now)
    {
        if (row.Id == self || row.Word < 0)
        {
            _members.Remove(row.Id);
            return;
        }

        // Whoever is seen for the first time may be alive, however old its row: perhaps Redis was away for all of us until now.
        var member = Of(row.Id, now);
        member.Url = row.Url;
        Renew(member, row.Word, member.Stamp != row.Stamp ? now : member.NewsAt);
        member.IsDead &= member.Stamp == row.Stamp;
        member.Stamp = row.Stamp;
    }

    /// <summary>Nothing could be learned of anybody: nobody is dead because of that.</summary>
    public void Hold(Instant now)
    {
        foreach (var (_, member) in Alive)
        {
            member.NewsAt = now;
        }
    }

    public void Expire(Instant now)
    {
        foreach (var (id, member) in _members.ToArray())
        {
            member.IsDead |= now - member.NewsAt >= deadAfter;
            if (now - member.NewsAt >= ForgetAfter)
            {
                _members.Remove(id);
            }
        }
    }

    /// <summary>As routing wants it.</summary>
    public GatewayCount Count()
    {
        var (live, least) = (1, int.MaxValue);
        foreach (var (_, member) in Alive)
        {
            live++;
            var word = member.Round == _round ? member.Word : (int?)null;
            least = word == 0 ? least : Math.Min(least, word ?? 0);
        }

        return new GatewayCount(live, least == int.MaxValue ? live : least);
    }

    private Member Of(string id, Instant now)
    {
        if (!_members.TryGetValue(id, out var member))
        {
            _members[id] = member = new Member { NewsAt = now };
        }

        return member;
    }

    // Of two words of one round the more careful one counts.
    private void Renew(Member member, int word, Instant newsAt)
    {
        member.Word = member.Round == _round && member.Word > 0 && word > 0 ? Math.Min(member.Word, word) : word;
        member.Round = _round;
        member.NewsAt = newsAt;
    }

    private sealed class Member
    {
        public string? Url { get; set; }

        public int Word { get; set; }

        public int Round { get; set; }

        public long Stamp { get; set; }

        public Instant NewsAt { get; set; }

        public bool IsDead { get; set; }
    }
}
