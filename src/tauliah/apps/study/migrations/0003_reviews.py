"""Reviews of cards and practice items, what is remembered of each, and the minutes for them."""


import django.db.models.deletion
import uuid6
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('study', '0002_answers_of_every_type'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='PracticeBudget',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.CharField(max_length=10)),
                ('minutes', models.PositiveSmallIntegerField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'course'), name='one_budget_for_each_course'), models.CheckConstraint(condition=models.Q(('minutes__gte', 5), ('minutes__lte', 120)), name='a_budget_is_5_to_120_minutes')],
            },
        ),
        migrations.CreateModel(
            name='Review',
            fields=[
                ('id', models.UUIDField(default=uuid6.uuid7, editable=False, primary_key=True, serialize=False)),
                ('course', models.CharField(max_length=10)),
                ('kind', models.CharField(max_length=4)),
                ('unit', models.CharField(max_length=40)),
                ('rating', models.PositiveSmallIntegerField()),
                ('seconds', models.FloatField(default=0)),
                ('language', models.CharField(max_length=2)),
                ('days', models.FloatField(null=True)),
                ('stability', models.FloatField(null=True)),
                ('known', models.FloatField(null=True)),
                ('reviewed_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('undoes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='undone', to='study.review')),
            ],
            options={
                'indexes': [models.Index(fields=['person', 'course', 'reviewed_at'], name='review_of_person'), models.Index(fields=['person', 'unit'], name='review_of_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['card', 'item'])), name='what_is_reviewed_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('rating__in', [1, 2, 3, 4]), ('undoes', None)), models.Q(('rating', 0), ('undoes__isnull', False)), _connector='OR'), name='a_review_is_rated_or_takes_one_back')],
            },
        ),
        migrations.CreateModel(
            name='UnitMemory',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('course', models.CharField(max_length=10)),
                ('kind', models.CharField(max_length=4)),
                ('unit', models.CharField(max_length=40)),
                ('stability', models.FloatField()),
                ('difficulty', models.FloatField()),
                ('reviews', models.PositiveIntegerField()),
                ('lapses', models.PositiveIntegerField()),
                ('last_rating', models.PositiveSmallIntegerField()),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('person', 'course', 'unit'), name='one_memory_of_each_unit')],
            },
        ),
    ]
