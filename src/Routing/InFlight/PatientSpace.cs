namespace SageServe.Routing;

/// <summary>What the ready home replicas have for patient work together, those left out that are kept for interactive work.</summary>
internal sealed class PatientSpace(HomeView home, ReplicaBound bound, PatientPacking packing)
{
    private readonly List<HomeReplica> _ready = [];

    public PatientRoom Read(Instant now)
    {
        _ready.Clear();
        for (var i = 0; i < home.Count; i++)
        {
            if (home[i].IsReady && home[i].MayServe(ServiceTier.NonInteractive))
            {
                _ready.Add(home[i]);
            }
        }

        packing.Begin(_ready, home.IsDivided, now);
        var (open, slots) = (0, 0);
        for (var i = 0; i < _ready.Count; i++)
        {
            var room = bound.RoomForPatients(_ready[i], packing.OpenShare(i), now);
            (open, slots) = (open + room.Open, slots + room.Slots);
        }

        return new PatientRoom(open, slots);
    }
}
